using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A way to run a model on its example input.</summary>
internal abstract class ModelForward
{
    /// <summary>The model on its example input as it was given.</summary>
    public abstract Tensor[] Run();

    /// <summary>Whether there are samples that <see cref="RunSamples"/> can choose from.</summary>
    public abstract bool HasSamples { get; }

    /// <summary>The model on the first sample of its example input, or on another one made of it, or on both, in that order.</summary>
    public abstract Tensor[] RunSamples(bool first, bool other);

    /// <summary>The model on the first sample, repeated.</summary>
    public abstract Tensor[] RunFirst(int times);

    /// <summary>A model with one input, whose leading axis is taken for the batch until that proves wrong.</summary>
    public static ModelForward Of(nn.Module<Tensor, Tensor> model, Tensor exampleInput) => new SingleInput(model, exampleInput);

    /// <summary>Whatever a delegate does.</summary>
    public static ModelForward Of(Func<Tensor[]> forward) => new Closure(forward);

    private sealed class SingleInput(nn.Module<Tensor, Tensor> model, Tensor example) : ModelForward
    {
        public override bool HasSamples => example.dim() > 1 && example.shape[0] > 0;

        public override Tensor[] Run() => [model.call(example)];

        public override Tensor[] RunSamples(bool first, bool other)
        {
            using var one = example.narrow(0, 0, 1);
            using var two = Another(one);
            using var input = first && other ? cat(new List<Tensor> { one, two }, 0) : (first ? one : two).clone();
            return [model.call(input)];
        }

        public override Tensor[] RunFirst(int times)
        {
            using var one = example.narrow(0, 0, 1);
            using var input = one.repeat([times, .. Enumerable.Repeat(1L, (int)example.dim() - 1)]);
            return [model.call(input)];
        }

        /// <summary>Other values that are as valid: indices stay indices.</summary>
        private static Tensor Another(Tensor sample) => sample.is_floating_point() ? sample.flip(-1).mul(-0.5) : sample.flip(-1);
    }

    private sealed class Closure(Func<Tensor[]> forward) : ModelForward
    {
        public override bool HasSamples => false;

        public override Tensor[] Run() => forward();

        public override Tensor[] RunSamples(bool first, bool other) => forward();

        public override Tensor[] RunFirst(int times) => forward();
    }
}
