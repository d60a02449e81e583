namespace HierKD;

/// <summary>How the elements of several processes' tensors become one.</summary>
public enum GroupReduction
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The smallest.</summary>
    Minimum,

    /// <summary>The largest.</summary>
    Maximum,
}
