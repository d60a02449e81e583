namespace HierKD.Tests;

/// <summary>One line of a random network's forward.</summary>
/// <param name="Text">The line.</param>
/// <param name="Run">From all values so far to those that the step adds.</param>
internal sealed record NetworkStep(string Text, Func<IReadOnlyList<Tensor>, Tensor[]> Run);
