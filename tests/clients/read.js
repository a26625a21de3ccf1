// Reads a workbook with ExcelJS and SheetJS and prints what each finds, as JSON: node read.js BOOK [COPY], where COPY is ExcelJS's own saving.
const ExcelJS = require("exceljs");
const SheetJS = require("xlsx");

/** The values of a sheet's cells as ExcelJS has them: results of formulas, dates as the numbers that they are in the file. */
function plain(cell) {
  const value = cell.type === ExcelJS.ValueType.Formula ? cell.result : cell.value;
  if (value instanceof Date) return value.getTime() / 86400000 + 25569;
  if (value && typeof value === "object") return value.text ?? value.richText?.map((part) => part.text).join("") ?? value.error ?? null;
  return value ?? null;
}

async function byExcelJS(path, copy) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(path);
  const found = { sheets: {}, names: book.definedNames.model.map((name) => name.name), tables: [], pictures: 0 };
  for (const sheet of book.worksheets) {
    const values = {};
    let formulas = 0;
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        values[cell.address] = plain(cell);
        formulas += cell.type === ExcelJS.ValueType.Formula;
      }),
    );
    found.sheets[sheet.name] = { values, formulas };
    found.tables.push(...sheet.getTables().map((each) => each.table.name));
    found.pictures += sheet.getImages().length;
  }
  if (copy) await book.xlsx.writeFile(copy);
  return found;
}

function bySheetJS(path) {
  const book = SheetJS.readFile(path);
  const found = { sheets: {}, names: book.Workbook.Names.map((name) => name.Name) };
  for (const title of book.SheetNames) {
    const cells = Object.entries(book.Sheets[title]).filter(([address]) => !address.startsWith("!"));
    found.sheets[title] = {
      values: Object.fromEntries(cells.map(([address, cell]) => [address, cell.v ?? null])),
      formulas: cells.filter(([, cell]) => cell.f !== undefined).length,
    };
  }
  return found;
}

const [, , path, copy] = process.argv;
byExcelJS(path, copy).then((exceljs) => console.log(JSON.stringify({ exceljs, sheetjs: bySheetJS(path) })));
