namespace HierKD.Tests;

/// <summary>
/// The networks are those of their papers: state, parameters and logits are what PyTorch has for the same network written independently.
/// </summary>
public sealed class ReferenceTests : ScopedTest
{
    public static TheoryData<string> Networks => ReferenceNetworks.Names();

    [Theory]
    [MemberData(nameof(Networks))]
    public void Keys_shapes_and_number_of_parameters_are_the_reference(string network)
    {
        var reference = NetworkReference.Of(network);
        using var model = ReferenceNetworks.Make(network);

        Assert.Equal(Listed(reference.State.Select(s => (s.Key, s.Value))), Listed(model.state_dict().Select(s => (s.Key, s.Value.shape))));
        Assert.Equal(reference.Parameters, model.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Logits_are_the_reference(string network)
    {
        var reference = NetworkReference.Of(network);
        using var model = ReferenceNetworks.Make(network);
        HashedWeights.Fill(model);
        model.eval();
        using var quiet = no_grad();

        var logits = model.call(HashedWeights.Sample(reference.Input)).flatten();

        Relative(reference.Logits, logits.narrow(0, 0, reference.Logits.Length), network);
    }

    internal static void Relative(double[] expected, Tensor actual, string what)
    {
        var largest = expected.Max(Math.Abs);
        Assert.InRange(largest, 1e-6, 1e6);
        TensorAssert.Close(expected, actual, 1e-8 * largest, what);
    }

    private static string[] Listed(IEnumerable<(string Key, long[] Shape)> state) =>
        [.. state.Select(s => $"{s.Key} [{string.Join(", ", s.Shape)}]").Order(StringComparer.Ordinal)];
}
