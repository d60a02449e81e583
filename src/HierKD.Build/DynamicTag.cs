namespace HierKD.Build;

/// <summary>Tags of the entries of a dynamic section (System V ABI, "Dynamic Section"; Linux Standard Base for the versions).</summary>
internal static class DynamicTag
{
    public const ulong End = 0;
    public const ulong LinkageRelocationsSize = 2;
    public const ulong Strings = 5;
    public const ulong AddendRelocations = 7;
    public const ulong AddendRelocationsSize = 8;
    public const ulong Relocations = 17;
    public const ulong RelocationsSize = 18;
    public const ulong LinkageRelocationsKind = 20;
    public const ulong LinkageRelocations = 23;
    public const ulong SymbolVersions = 0x6ffffff0;
    public const ulong NeededVersions = 0x6ffffffe;
}
