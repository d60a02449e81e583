namespace HierKD.Build.Tests.Elf;

/// <summary>A library that another needs, with the versions that it asks of it.</summary>
internal sealed record NeededLibrary(string Name, params NeededVersion[] Versions);
