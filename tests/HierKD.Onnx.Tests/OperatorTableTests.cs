namespace HierKD.Onnx.Tests;

/// <summary>The table of operators against the TorchSharp that is here.</summary>
public class OperatorTableTests
{
    // In later versions than the oldest.
    private static readonly string[] NotEverywhere =
        ["THSTensor_gelu_with_approximate", "THSTensor_gelu_with_approximate_", "THSTensor_gelu", "THSTensor_gelu_"];

    public static TheoryData<string> Functions => [.. OperatorTable.Instance.Operators.Select(o => o.Function).Order()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void TorchSharp_has_the_function_with_these_parameters(string name)
    {
        var native = InstrumentedTorchSharp.Get().Functions.SingleOrDefault(f => f.Name == name);
        if (native is null && NotEverywhere.Contains(name)) return;
        Assert.NotNull(native);
        Assert.True(OperatorTable.Instance.TryFind(name, out var known));
        Assert.True(known.Signature.Fits(native), native.ToString());
    }
}
