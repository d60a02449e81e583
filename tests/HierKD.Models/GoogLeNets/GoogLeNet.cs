using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace HierKD.Models;

/// <summary>
/// GoogLeNet (Szegedy et al., CVPR 2015) with batch normalisation: nine inception modules, and in training two auxiliary classifiers. Names
/// as torchvision's.
/// </summary>
public sealed class GoogLeNet : Module<Tensor, Tensor>
{
    private readonly BasicConv2d conv1;
    private readonly MaxPool2d maxpool1 = Pool(3);
    private readonly BasicConv2d conv2;
    private readonly BasicConv2d conv3;
    private readonly MaxPool2d maxpool2 = Pool(3);
    private readonly Inception inception3a;
    private readonly Inception inception3b;
    private readonly MaxPool2d maxpool3 = Pool(3);
    private readonly Inception inception4a;
    private readonly Inception inception4b;
    private readonly Inception inception4c;
    private readonly Inception inception4d;
    private readonly Inception inception4e;
    private readonly MaxPool2d maxpool4 = Pool(2);
    private readonly Inception inception5a;
    private readonly Inception inception5b;
    private readonly InceptionAux? aux1;
    private readonly InceptionAux? aux2;
    private readonly AdaptiveAvgPool2d avgpool = AdaptiveAvgPool2d(1);
    private readonly Dropout dropout;
    private readonly Linear fc;

    /// <summary>A GoogLeNet.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="aux_logits">Whether there are auxiliary classifiers.</param>
    /// <param name="width">A factor for all numbers of channels.</param>
    /// <param name="dropout">The share of features that is dropped before the classifier in training.</param>
    public GoogLeNet(int classes = 1000, bool aux_logits = true, double width = 1, double dropout = 0.2)
        : base(nameof(GoogLeNet))
    {
        var channels = Widths.Scaled(64, width);
        conv1 = new BasicConv2d(3, channels, kernel: 7, stride: 2);
        conv2 = new BasicConv2d(channels, channels, kernel: 1);
        conv3 = new BasicConv2d(channels, channels = Widths.Scaled(192, width), kernel: 3);
        inception3a = Next(new(64, 96, 128, 16, 32, 32));
        inception3b = Next(new(128, 128, 192, 32, 96, 64));
        inception4a = Next(new(192, 96, 208, 16, 48, 64));
        aux1 = aux_logits ? new InceptionAux(channels, classes, width) : null;
        inception4b = Next(new(160, 112, 224, 24, 64, 64));
        inception4c = Next(new(128, 128, 256, 24, 64, 64));
        inception4d = Next(new(112, 144, 288, 32, 64, 64));
        aux2 = aux_logits ? new InceptionAux(channels, classes, width) : null;
        inception4e = Next(new(256, 160, 320, 32, 128, 128));
        inception5a = Next(new(256, 160, 320, 32, 128, 128));
        inception5b = Next(new(384, 192, 384, 48, 128, 128));
        this.dropout = Dropout(dropout);
        fc = Linear(channels, classes);
        RegisterComponents();
        // The paper states no first weights; these keep the signal's size through all layers before the running statistics are known.
        Initial.KaimingConvolutions(this);
        Initial.UnitNorms(this);
        Initial.NormalLinears(this);

        Inception Next(InceptionWidths widths)
        {
            var scaled = widths.Times(width);
            var module = new Inception(channels, scaled);
            channels = scaled.Total;
            return module;
        }
    }

    /// <summary>
    /// From images <c>[N, 3, H, W]</c> to logits <c>[N, classes]</c>; the auxiliary classifiers are not used, be it in training or not.
    /// </summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Deep(Middle(Shallow(input))).MoveToOuterDisposeScope();
    }

    /// <summary>The logits and those of the auxiliary classifiers, for a training loss that weighs all three.</summary>
    /// <param name="input">Images <c>[N, 3, H, W]</c>.</param>
    /// <returns>Three times <c>[N, classes]</c>.</returns>
    public (Tensor Logits, Tensor Aux2, Tensor Aux1) ForwardWithAuxiliaries(Tensor input)
    {
        if (aux1 is null || aux2 is null) throw new InvalidOperationException("This GoogLeNet was made without auxiliary classifiers.");
        using var scope = NewDisposeScope();
        var shallow = Shallow(input);
        var middle = Middle(shallow);
        return (Deep(middle).MoveToOuterDisposeScope(), aux2.call(middle).MoveToOuterDisposeScope(),
            aux1.call(shallow).MoveToOuterDisposeScope());
    }

    private Tensor Shallow(Tensor input)
    {
        var x = maxpool1.call(conv1.call(input));
        x = maxpool2.call(conv3.call(conv2.call(x)));
        x = maxpool3.call(inception3b.call(inception3a.call(x)));
        return inception4a.call(x);
    }

    private Tensor Middle(Tensor shallow) => inception4d.call(inception4c.call(inception4b.call(shallow)));

    private Tensor Deep(Tensor middle)
    {
        var x = maxpool4.call(inception4e.call(middle));
        x = inception5b.call(inception5a.call(x));
        return fc.call(dropout.call(avgpool.call(x).flatten(1)));
    }

    private static MaxPool2d Pool(int kernel) => MaxPool2d(kernel_size: kernel, stride: 2, ceil_mode: true);
}
