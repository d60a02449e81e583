namespace HierKD.Tests;

/// <summary>How to make a network, an input for it, and the shape of what it answers.</summary>
internal sealed record SpecialNetwork(Func<nn.Module<Tensor, Tensor>> Make, Func<Tensor> Input, long[] Output);
