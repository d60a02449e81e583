namespace HierKD.Tests;

/// <summary>The networks of HierKD.Models that have a file in Reference/Data, under that file's name.</summary>
internal static partial class ReferenceNetworks
{
    private static Dictionary<string, Func<nn.Module<Tensor, Tensor>>> All => new([.. Residual, .. Convolutional, .. Other]);

    public static TheoryData<string> Names() => [.. All.Keys];

    public static nn.Module<Tensor, Tensor> Make(string name) => All[name]();
}
