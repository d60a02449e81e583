using HierKD.Models;
using HierKD.Onnx.Tests.Write;

namespace HierKD.Onnx.Tests.Networks;

/// <summary>The rule of types: float32 and float16 stay, bfloat16 becomes float32, and float64 where the weights are.</summary>
public sealed class PrecisionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFile _file = new();

    [Theory]
    [InlineData(ScalarType.Float64, typeof(float), 1e-4)]
    [InlineData(ScalarType.BFloat16, typeof(float), 0.02)]
    [InlineData(ScalarType.Float16, typeof(Microsoft.ML.OnnxRuntime.Float16), 0.02)]
    public void A_network_of_another_type(ScalarType type, Type inFile, double tolerance)
    {
        random.manual_seed(5);
        var model = CifarResNet.ResNet20().to(type);
        var example = randn(2, 3, 16, 16).to_type(type);
        OnnxModel.Save(_file.Path, model, example);
        using var session = new OnnxRuntimeSession(_file.Path);
        Assert.Equal(inFile, session.Inputs["input"].ElementType);
        Assert.Equal(inFile, session.Outputs["output"].ElementType);
        OnnxModel.Verify(_file.Path, model, [example], CheckedFile.Run, tolerance: tolerance);
        Assert.All(model.parameters(), p => Assert.Equal(type, p.dtype));
    }

    [Fact]
    public void Bfloat16_weights_are_exact_in_the_file()
    {
        var model = nn.Linear(6, 4).to(ScalarType.BFloat16);
        OnnxModel.Save(_file.Path, model, randn(2, 6).to_type(ScalarType.BFloat16));
        var weight = new ProtobufReader(File.ReadAllBytes(_file.Path)).Message(7).Messages(5).Single(t => t.Text(8) == "weight");
        Assert.Equal([OnnxElementType.Float], weight.Integers(2));
        using var exact = model.weight!.detach().to_type(ScalarType.Float32);
        Assert.True(weight.Bytes(9).Span.SequenceEqual(exact.bytes));
    }

    [Fact]
    public void Double_that_a_float32_model_computes_in_stays()
    {
        var model = new ForwardModule((m, x) => m.layer.call(x).to_type(ScalarType.Float64).exp());
        var example = randn(2, 6);
        OnnxModel.Save(_file.Path, model, example);
        using var session = new OnnxRuntimeSession(_file.Path);
        Assert.Equal(typeof(double), session.Outputs["output"].ElementType);
        Assert.True(OnnxModel.Verify(_file.Path, model, [example], CheckedFile.Run).LargestDifference < 1e-6);
    }

    [Fact]
    public void What_float32_cannot_hold_becomes_its_largest()
    {
        var far = tensor(new[] { double.MinValue, 0, double.PositiveInfinity });
        var model = new ForwardModule((m, x) => nn.functional.softmax(m.layer.call(x).narrow(1, 0, 2) + far.narrow(0, 0, 2), 1))
            .to(ScalarType.Float64);
        var example = randn(2, 6, ScalarType.Float64);
        OnnxModel.Save(_file.Path, model, example);
        OnnxModel.Verify(_file.Path, model, [example], CheckedFile.Run);
    }

    [Fact]
    public void Neither_do_numbers_of_a_forward_become_infinite()
    {
        var model = new ForwardModule((m, x) => nn.functional.softmax(x.masked_fill(x < 1e6, double.MinValue), 1) + m.layer.call(x).mean())
            .to(ScalarType.Float64);
        var example = randn(2, 6, ScalarType.Float64);
        OnnxModel.Save(_file.Path, model, example);
        OnnxModel.Verify(_file.Path, model, [example], CheckedFile.Run);
    }

    public void Dispose()
    {
        _file.Dispose();
        _scope.Dispose();
    }
}
