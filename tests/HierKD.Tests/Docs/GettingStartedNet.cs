#region network
using HierKD;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

#endregion
namespace Readme.GettingStarted;

#region network
// Your network: any nn.Module<Tensor, Tensor>.
public sealed class MyNet : nn.Module<Tensor, Tensor>
{
    private readonly Sequential features = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding: 1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding: 1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding: 1), nn.BatchNorm2d(64), nn.ReLU());

    private readonly Linear classifier = nn.Linear(64, 4);

    public MyNet()
        : base(nameof(MyNet)) => RegisterComponents();

    // From images [N, 1, 12, 12] to scores of the classes [N, 4].
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return classifier.call(features.call(input).mean([2L, 3L])).MoveToOuterDisposeScope();
    }
}

// Your data and training: here noisy images with a line across, a line down, both as a cross, or two lines down.
public static class MyData
{
    public static (Tensor Images, Tensor Labels) Lines(int count)
    {
        using var scope = NewDisposeScope();
        var labels = arange(count, dtype: int64) % 4;
        var images = randn(count, 1, 12, 12) * 0.5;
        for (var i = 0; i < count; i++)
        {
            var (y, x) = (3 + (i / 4 % 5), 3 + (i / 20 % 5));
            for (var d = -2; d <= 2; d++)
            {
                if (i % 4 is 0 or 2) images[i, 0, y, x + d] += 2;              // a line across
                if (i % 4 is 1 or 2) images[i, 0, y + d, x] += 2;              // a line down; with both a cross
                if (i % 4 is 3) images[i, 0, y + d, x - 2] += 2;               // two lines down
                if (i % 4 is 3) images[i, 0, y + d, x + 2] += 2;
            }
        }
        return (images.DetachFromDisposeScope(), labels.DetachFromDisposeScope());
    }

    public static void Train(nn.Module<Tensor, Tensor> model, Tensor images, Tensor labels, int epochs)
    {
        using var optimizer = optim.SGD(model.parameters(), 0.05, momentum: 0.9);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (x, y) in new TensorBatches(images, labels, batchSize: 64, shuffleSeed: epoch))
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.call(x), y).backward();
                optimizer.step();
            }
        }
    }
}
#endregion
