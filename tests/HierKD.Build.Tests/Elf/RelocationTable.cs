namespace HierKD.Build.Tests.Elf;

/// <summary>Where a relocation can stand.</summary>
internal enum RelocationTable
{
    /// <summary>DT_RELA: with an addend.</summary>
    Addend,

    /// <summary>DT_REL: without one.</summary>
    Plain,

    /// <summary>DT_JMPREL: of functions that are found at their first call, with an addend.</summary>
    Linkage,

    /// <summary>DT_JMPREL without addends.</summary>
    PlainLinkage,
}
