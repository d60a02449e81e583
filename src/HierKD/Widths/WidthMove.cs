namespace HierKD;

/// <summary>One group at another width.</summary>
/// <param name="Group">The group.</param>
/// <param name="Width">The width.</param>
/// <param name="Time">How much longer it is expected to take, in milliseconds.</param>
/// <param name="Cost">How much more it costs.</param>
/// <param name="Score">How much more it is worth.</param>
internal readonly record struct WidthMove(int Group, int Width, double Time, double Cost, double Score);
