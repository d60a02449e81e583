// ApiReference [FOLDER]: writes the reference of HierKD's public API into FOLDER (docs/api), one page for each type and an index.
using HierKD.ApiReference;

var folder = args.Length > 0 ? args[0] : Path.Combine("docs", "api");
const string sources = "src";
if (args.Length > 1 || !Directory.Exists(sources))
{
    Console.Error.WriteLine("usage, in the repository's top folder: ApiReference [FOLDER]");
    return 2;
}
var pages = Reference.Pages(sources);
Directory.CreateDirectory(folder);
foreach (var old in Directory.GetFiles(folder, "*.md").Where(file => !pages.ContainsKey(Path.GetFileName(file)))) File.Delete(old);
foreach (var (name, text) in pages) File.WriteAllText(Path.Combine(folder, name), text);
Console.WriteLine($"{folder}: {pages.Count} pages.");
return 0;
