using HierKD.TorchSharpStub;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: dotnet run -- LISTING.txt FOLDER");
    return 2;
}

var version = Version.Parse(Path.GetFileNameWithoutExtension(args[0]));
var entries = Listing.Read(args[0], out var dropped);
var output = Path.Combine(Directory.CreateDirectory(args[1]).FullName, "TorchSharp.dll");

using (var stub = new StubAssembly(version))
{
    stub.Add(entries);
    stub.Write(output);
}

Console.WriteLine($"{output}: {entries.Count(e => e.Kind == 'T')} types, {entries.Count(e => e.Kind != 'T')} members");
Console.WriteLine($"left out, because they mention another package's types: {dropped.Count}");
foreach (var space in dropped.GroupBy(key => key[2..].Split('.')[0]))
{
    Console.WriteLine($"  {space.Key}.*: {space.Count()}");
    foreach (var key in space.Where(_ => space.Key == "TorchSharp")) Console.WriteLine($"    {key}");
}
return 0;
