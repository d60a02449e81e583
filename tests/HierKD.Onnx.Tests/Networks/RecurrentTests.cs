namespace HierKD.Onnx.Tests.Networks;

/// <summary>Torch's native recurrent layers.</summary>
public class RecurrentTests
{
    public static TheoryData<bool, int, bool, bool> Forms => new()
    {
        { true, 1, false, true }, { true, 2, true, true }, { false, 1, true, true }, { false, 2, false, false },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_LSTM(bool batchFirst, int layers, bool bidirectional, bool bias) => Require(
        batchFirst, new Recurrent(nn.LSTM(6, 4, layers, bias, batchFirst, bidirectional: bidirectional), (layer, x) =>
        {
            var (y, h, c) = ((TorchSharp.Modules.LSTM)layer).call(x);
            return y + h.sum([0, 2]).mean() + c.mean();
        }));

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_GRU(bool batchFirst, int layers, bool bidirectional, bool bias) => Require(
        batchFirst, new Recurrent(nn.GRU(6, 4, layers, bias, batchFirst, bidirectional: bidirectional), (layer, x) =>
        {
            var (y, h) = ((TorchSharp.Modules.GRU)layer).call(x);
            return y + h.mean();
        }));

    private static void Require(bool batchFirst, Recurrent model)
    {
        using var scope = NewDisposeScope();
        using (model)
        {
            var example = batchFirst ? randn(2, 7, 6) : randn(7, 2, 6);
            Exported.Require(model, example, new OnnxOptions { BatchAxis = batchFirst ? 0 : 1 });
        }
    }

    private sealed class Recurrent : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module layer;
        private readonly Func<nn.Module, Tensor, Tensor> _forward;

        public Recurrent(nn.Module layer, Func<nn.Module, Tensor, Tensor> forward)
            : base(nameof(Recurrent))
        {
            this.layer = layer;
            _forward = forward;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => _forward(layer, input);
    }
}
