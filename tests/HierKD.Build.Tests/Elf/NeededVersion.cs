namespace HierKD.Build.Tests.Elf;

/// <summary>A version that a library asks of another, and a symbol that has it.</summary>
/// <param name="Name">As in GLIBCXX_3.4.32.</param>
/// <param name="Flags">2 if it is weak.</param>
/// <param name="Hidden">Whether its index has the upper bit.</param>
/// <param name="Uses">The tables in which relocations refer to the symbol.</param>
internal sealed record NeededVersion(string Name, ushort Flags = 0, bool Hidden = false, params RelocationTable[] Uses);
