using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Mpi.Worker;

/// <summary>A network without anything that looks at a whole batch.</summary>
internal sealed class PlainNet : Module<Tensor, Tensor>
{
    private readonly Sequential layers;

    public PlainNet()
        : base(nameof(PlainNet))
    {
        layers = Sequential(
            Conv2d(1, 12, 3, padding: 1), ReLU(), MaxPool2d(4), Conv2d(12, 24, 3, padding: 1), ReLU(), MaxPool2d(3), Flatten(),
            Linear(96, 32), ReLU(), Linear(32, 10));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => layers.call(input);
}
