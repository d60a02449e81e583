using static TorchSharp.torch.nn;

namespace HierKD.Tests.Run;

/// <summary>What would fail at the end of a run is refused before it begins.</summary>
public sealed class DoorTests : BadInputTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_complex_tensor(bool isBuffer)
    {
        using var net = new WithComplexTensor(isBuffer);
        Says(Refused<ArgumentException>(net, Data()), "model", isBuffer ? "buffer 'phase'" : "parameter 'phase'", "no file");
        Assert.Throws<ArgumentException>("model", () => HierarchicalPruner.Start(net, TrainSet.Inputs));
    }

    [Fact]
    public void Inference_mode()
    {
        using (inference_mode())
        {
            Assert.Contains(
                "outside of inference mode",
                Assert.Throws<InvalidOperationException>(() => HierarchicalPruner.Run(Net, Data(), Quick)).Message,
                StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => HierarchicalPruner.Start(Net, TrainSet.Inputs));
        }
    }

    [Fact]
    public void A_model_that_was_made_in_inference_mode()
    {
        TinyNet net;
        using (inference_mode()) net = Own(TinyNet.Seeded());
        var failure = Assert.Throws<ArgumentException>("model", () => HierarchicalPruner.Run(net, Data(), Quick));
        Assert.Contains("made in torch.inference_mode()", failure.Message, StringComparison.Ordinal);
    }

    private sealed class WithComplexTensor : Module<Tensor, Tensor>
    {
        private readonly TinyNet net = TinyNet.Seeded();

        public WithComplexTensor(bool isBuffer)
            : base(nameof(WithComplexTensor))
        {
            RegisterComponents();
            var phase = ones(4, dtype: complex64);
            if (isBuffer) register_buffer("phase", phase);
            else register_parameter("phase", Parameter(phase));
        }

        public override Tensor forward(Tensor input) => net.call(input);
    }
}
