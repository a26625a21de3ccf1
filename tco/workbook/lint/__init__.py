"""The rules that every generated workbook keeps, and the checks that hold it to them."""
