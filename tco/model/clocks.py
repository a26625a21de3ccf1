"""What counts time in every sheet: values that lines read like inputs, and that nobody edits."""

from tco.line import Input

CLOCK = Input("Month", "month", "", "Counted from the first month of the plan.", by=("month",), key="month_number")
"""The number of the month: no input that anybody edits, but what every sheet's header row counts."""

HOUR = Input("Hour of the day", "1", "", "Counted from the hour after midnight.", by=("hour",), key="hour_number")
"""The number of the hour: it stands beside the catalogue's list of hours."""

CALENDAR = Input("Days of the calendar month", "day/month", "", "28 to 31.", by=("month",), key="calendar_days")
"""The length of the month by the calendar: the day in which it ends stands in every sheet's header row."""

START = Input("First day of the plan", "day", "", "The plan's first day, as a spreadsheet counts days.", key="first_day")
"""The day on which the plan begins: it stands in the scenario as a month, and at the head of the Inputs sheet as a date."""

CLOCKS = {item.key: item for item in (CLOCK, HOUR, CALENDAR, START)}
"""What counts time: no inputs that anybody edits."""
