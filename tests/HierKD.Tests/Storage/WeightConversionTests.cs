using TorchSharp.Modules;

namespace HierKD.Tests.Storage;

/// <summary>Files of another floating-point type than the model.</summary>
public sealed class WeightConversionTests : ScopedTest
{
    private static readonly ScalarType[] Floats = [ScalarType.Float16, ScalarType.BFloat16, ScalarType.Float32, ScalarType.Float64];

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("weights.safetensors");

    public static TheoryData<ScalarType, ScalarType> Pairs
    {
        get
        {
            var pairs = new TheoryData<ScalarType, ScalarType>();
            foreach (var from in Floats) foreach (var to in Floats) pairs.Add(from, to);
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Any_goes_into_any_if_it_is_asked_for(ScalarType from, ScalarType to)
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2);
        linear.to(to);
        var parameter = linear.weight;
        Write(("weight", Values(from)), ("bias", tensor(new[] { 6f, 7 }).to(from)));
        if (from == to)
        {
            Assert.Empty(SafetensorsWeights.Load(linear, Path).Converted);
        }
        else
        {
            Assert.Contains(
                $"weight ({from} [2, 3] in the file, {to} [2, 3] in the model)",
                WeightsCase.Refused(linear, Path, SafetensorsWeights.Load), StringComparison.Ordinal);
            Assert.Equal(["weight", "bias"], WeightsCase.AsProposed(linear, Path, SafetensorsWeights.Load).Converted);
        }
        Assert.Same(parameter, linear.weight);
        Assert.Equal(to, linear.weight!.dtype);
        WeightsCase.AssertFilled(linear);
    }

    [Fact]
    public void A_number_that_is_too_large_is_refused_by_its_key_and_infinities_are_not()
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2);
        linear.to(float16);
        Write(("weight", Values(float32)), ("bias", tensor(new[] { float.PositiveInfinity, 70_000 })));
        var message = WeightsCase.Refused(linear, Path, SafetensorsWeights.Load, new() { Convert = true });
        Assert.Contains("bias has numbers of Float32 that are too large for the model's Float16", message, StringComparison.Ordinal);
        Write(("weight", Values(float32)), ("bias", tensor(new[] { float.PositiveInfinity, float.NaN })));
        SafetensorsWeights.Load(linear, Path, new() { Convert = true });
        Assert.Equal(
            [float.PositiveInfinity, float.NaN], linear.bias!.to(float32).data<float>().ToArray());
    }

    [Fact]
    public void Integers_are_never_converted()
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2);
        Write(("weight", Values(float32)), ("bias", tensor(new[] { 6L, 7 })));
        var message = WeightsCase.Refused(linear, Path, SafetensorsWeights.Load, new() { Convert = true });
        Assert.Contains("bias (Int64 [2] in the file, Float32 [2] in the model)", message, StringComparison.Ordinal);
        Assert.Equal(["bias"], WeightsCase.Proposed(message).Skip);
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        using var folder = _folder;
        using var linear = nn.Linear(3, 2);
        Write(("weight", Values(float16)), ("bias", tensor(new[] { 6f, 7 }).to(float64)));
        HierKD.Tests.Run.LiveTensors.AssertNoneLeft(() => SafetensorsWeights.Load(linear, Path, new() { Convert = true }));
    }

    private static Tensor Values(ScalarType type) => arange(6, float32).reshape(2, 3).to(type);

    private void Write(params (string, Tensor)[] tensors) => SafetensorsWriter.Write(Path, tensors, new Dictionary<string, string>());
}
