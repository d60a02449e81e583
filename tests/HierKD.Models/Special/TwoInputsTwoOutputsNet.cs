using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models.Special;

/// <summary>
/// Takes an image and a vector and gives two answers: more than one input and output, the vector's features added to every pixel of the
/// image's.
/// </summary>
public sealed class TwoInputsTwoOutputsNet : Module<Tensor, Tensor, (Tensor, Tensor)>
{
    private readonly Conv2d image;
    private readonly Linear vector;
    private readonly Conv2d shared;
    private readonly Linear classifier;
    private readonly Conv2d mask;

    /// <summary>A network of that width for images of three channels with a vector each.</summary>
    /// <param name="features">The length of the vectors.</param>
    /// <param name="width">The channels between the layers.</param>
    /// <param name="classes">The number of classes.</param>
    public TwoInputsTwoOutputsNet(int features = 6, int width = 8, int classes = 5)
        : base(nameof(TwoInputsTwoOutputsNet))
    {
        image = Conv2d(3, width, 3, padding: 1);
        vector = Linear(features, width);
        shared = Conv2d(width, width, 3, padding: 1);
        classifier = Linear(width, classes);
        mask = Conv2d(width, 1, 1);
        RegisterComponents();
    }

    /// <summary>
    /// From images <c>[N, 3, H, W]</c> and vectors <c>[N, features]</c> to logits <c>[N, classes]</c> and a map <c>[N, 1, H, W]</c>.
    /// </summary>
    public override (Tensor, Tensor) forward(Tensor images, Tensor vectors)
    {
        using var scope = NewDisposeScope();
        var x = image.call(images) + vector.call(vectors).unsqueeze(-1).unsqueeze(-1);
        x = functional.relu(shared.call(functional.relu(x)));
        return scope.MoveToOuter(classifier.call(x.mean([2, 3])), mask.call(x));
    }
}
