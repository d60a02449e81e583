using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests.SeveralTensors;

/// <summary>How models are called that nobody has said it of.</summary>
public sealed class ModelCallTests : ScopedTest
{
    [Fact]
    public void Tensors_are_taken_out_of_tuples_lists_and_dictionaries_in_their_order()
    {
        var x = arange(4, dtype: float32);
        Assert.Equal([1, 2], Firsts(new Giving<(Tensor, Tensor)>(x => (x + 1, x + 2)), x));
        Assert.Equal([1, 2], Firsts(new Giving<(Tensor, Tensor?)>(x => (x + 1, null)), x, expected: 1).Append(2));
        Assert.Equal([1, 2, 3], Firsts(new Giving<Tensor[]>(x => [x + 1, x + 2, x + 3]), x));
        Assert.Equal([1, 2], Firsts(new Giving<List<Tensor>>(x => [x + 1, x + 2]), x));
        Assert.Equal([5, 1], Firsts(new Giving<Dictionary<string, Tensor>>(x => new() { ["b"] = x + 5, ["a"] = x + 1 }), x));
        Assert.Equal(
            [5, 1],
            Firsts(new Giving<IReadOnlyDictionary<string, Tensor>>(
                x => new SortedList<string, Tensor> { ["a"] = x + 5, ["b"] = x + 1 }), x));
        Assert.Equal(
            [1, 2, 3, 4],
            Firsts(new Giving<(Tensor, List<Tensor>, (Tensor, int?))>(x => (x + 1, [x + 2, x + 3], (x + 4, null))), x));
        // Left out, it would give the one behind it another place in training than in evaluation mode.
        Assert.Contains("has to come last", Assert.Throws<InvalidOperationException>(
            () => Run(new Giving<(Tensor?, Tensor)>(x => (null, x)), [x])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Up_to_four_tensors_go_in()
    {
        Tensor[] x = [ones(2), ones(2) * 2, ones(2) * 3, ones(2) * 4];
        Assert.Equal(3, Run(new Two(), x[..2])[0][0].ToDouble());
        Assert.Equal(6, Run(new Three(), x[..3])[0][0].ToDouble());
        Assert.Equal(10, Run(new Four(), x)[0][0].ToDouble());
        var failure = Assert.Throws<ArgumentException>(() => Run(new Three(), x[..2]));
        Assert.Contains("Three takes 3 inputs, and there are 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_takes_or_gives_something_else_needs_a_call_of_its_own()
    {
        var failure = Assert.Throws<ArgumentException>("model", () => ModelCall.Of(new OfAList()));
        Assert.Contains("Give forward", failure.Message, StringComparison.Ordinal);
        Assert.Contains("forward: x =>", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("model", () => ModelCall.Of(new OfNothing()));
        var x = ones(2);
        Assert.Contains("gives a Int32", Assert.Throws<InvalidOperationException>(
            () => Run(new Giving<(Tensor, int)>(x => (x, 3)), [x])).Message, StringComparison.Ordinal);
        Assert.Contains("no outputs", Assert.Throws<InvalidOperationException>(
            () => Run(new Giving<List<Tensor>>(_ => []), [x])).Message, StringComparison.Ordinal);
        foreach (var call in new Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>>[] { _ => null!, _ => [], _ => [null!] })
        {
            Assert.Throws<InvalidOperationException>(() => ModelCall.Of(new OfAList(), call).Run([x]));
        }
        Assert.Same(x, ModelCall.Of(new OfAList(), x => [x[0]]).Run([x])[0]);
    }

    [Fact]
    public void Batches_are_pairs_or_more()
    {
        var (x, y, z) = (ones(3, 2), ones(3), ones(5));
        PruningBatch pair = (x, y);
        var (input, target) = pair;
        Assert.Same(x, input);
        Assert.Same(y, target);
        Assert.Equal(3, pair.Size);
        var more = new PruningBatch([x, z], [], samples: [4, 5, 6]);
        Assert.Equal((2, 0, 3), (more.Inputs.Count, more.Targets.Count, more.Samples!.Count));
        Assert.Contains(
            "2 tensors in Inputs", Assert.Throws<InvalidOperationException>(() => more.Input).Message, StringComparison.Ordinal);
        Assert.Contains(
            "0 tensors in Targets", Assert.Throws<InvalidOperationException>(() => more.Target).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new PruningBatch([], []).Size);
        Assert.Throws<ArgumentNullException>("inputs", () => new PruningBatch(null!, []));
        Assert.Equal("inputs [3, 2] (Float32), [5] (Float32) and targets of none", more.ToString());
        // What all samples share stays whole; it may be as long as the batch by chance.
        Assert.Equal([2, 5], ModelInputs.First(more.Inputs, 2).Select(t => t.shape[0]));
    }

    private static double[] Firsts(Module model, Tensor x, int? expected = null)
    {
        var outputs = Run(model, [x]);
        if (expected is { } count) Assert.Equal(count, outputs.Length);
        return [.. outputs.Select(o => o[0].ToDouble())];
    }

    private static Tensor[] Run(Module model, Tensor[] inputs)
    {
        using (model) return ModelCall.Of(model).Run(inputs);
    }

    private sealed class Giving<TResult>(Func<Tensor, TResult> give) : Module<Tensor, TResult>("giving")
    {
        public override TResult forward(Tensor x) => give(x);
    }

    private sealed class Two() : Module<Tensor, Tensor, Tensor>("two")
    {
        public override Tensor forward(Tensor a, Tensor b) => a + b;
    }

    private sealed class Three() : Module<Tensor, Tensor, Tensor, Tensor>("three")
    {
        public override Tensor forward(Tensor a, Tensor b, Tensor c) => a + b + c;
    }

    private sealed class Four() : Module<Tensor, Tensor, Tensor, Tensor, Tensor>("four")
    {
        public override Tensor forward(Tensor a, Tensor b, Tensor c, Tensor d) => a + b + c + d;
    }

    private sealed class OfAList() : Module<List<Tensor>, Tensor>("list")
    {
        public override Tensor forward(List<Tensor> all) => all[0];
    }

    private sealed class OfNothing() : Module("nothing");
}
