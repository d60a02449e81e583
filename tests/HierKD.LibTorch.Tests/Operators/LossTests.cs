using HierKD.LibTorch.Tests.Reference;
using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Operators;

public sealed class LossTests : ScopedTest
{
    private static readonly ReferenceFamily Family = new("loss");

    private static readonly Dictionary<string, Func<ReferenceCall, Tensor[]>> Operators = new()
    {
        ["cross_entropy"] = c => [functional.cross_entropy(c.Input, c["target"], c.Optional("weight"), c.Case.WholeOrNull("ignore_index") ?? -100, c.Case.Reduction, LabelSmoothing(c))],
        ["nll_loss"] = c => [functional.nll_loss(c.Input, c["target"], c.Optional("weight"), c.Case.Reduction)],
        ["kl_div"] = c => [functional.kl_div(c.Input, c["target"], c.Case.Flag("log_target"), c.Case.Reduction)],
        ["mse_loss"] = c => [functional.mse_loss(c.Input, c["target"], c.Case.Reduction)],
        ["l1_loss"] = c => [functional.l1_loss(c.Input, c["target"], c.Case.Reduction)],
        ["smooth_l1_loss"] = c => [functional.smooth_l1_loss(c.Input, c["target"], c.Case.Reduction, c.Case.Number("beta"))],
        ["binary_cross_entropy"] = c => [functional.binary_cross_entropy(c.Input, c["target"], c.Optional("weight"), c.Case.Reduction)],
        ["binary_cross_entropy_with_logits"] = c => [functional.binary_cross_entropy_with_logits(c.Input, c["target"], c.Optional("weight"), c.Case.Reduction, c.Optional("pos_weight"))],
        ["cosine_similarity"] = c => [functional.cosine_similarity(c["x1"], c["x2"], c.Case.Whole("dim"))],
        ["normalize"] = c => [functional.normalize(c.Input, c.Case.Number("p"), c.Case.Whole("dim"))],
    };

    public static TheoryData<string, ScalarType> Cases => Family.InBothTypes();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch(string name, ScalarType type) => ReferenceCall.Check(Family[name], type, Operators);

    [Fact]
    public void Defaults_are_the_mean_and_for_kl_div_a_target_of_logarithms()
    {
        var p = tensor(new[] { 0.25, 0.75 });
        var q = tensor(new[] { 0.5, 0.5 });
        var expected = ((0.25 * Math.Log(0.25 / 0.5)) + (0.75 * Math.Log(0.75 / 0.5))) / 2;
        TensorAssert.Equal([expected], functional.kl_div(q.log(), p.log()));
        TensorAssert.Equal([0.0625], functional.mse_loss(p, q));
    }

    [Fact]
    public void Loss_modules_compute_what_the_functions_do()
    {
        var logits = tensor(new[] { 1.0, -1.0, 0.5, 2.0, 0.0, -0.5 }, [2, 3]);
        var target = tensor(new[] { 2L, 0L });
        using var mean = CrossEntropyLoss();
        using var sum = CrossEntropyLoss(reduction: Reduction.Sum);
        var rows = TensorAssert.Values(logits).Chunk(3).ToArray();
        var losses = new[] { LogSumExp(rows[0]) - rows[0][2], LogSumExp(rows[1]) - rows[1][0] };
        TensorAssert.Equal([losses.Average()], mean.call(logits, target));
        TensorAssert.Equal([losses.Sum()], sum.call(logits, target));
        using var squares = MSELoss(reduction: Reduction.Sum);
        TensorAssert.Equal([1 + 1 + 0.25 + 4 + 0 + 0.25], squares.call(logits, zeros_like(logits)));
        using var distances = L1Loss(Reduction.None);
        TensorAssert.Equal([1, 1, 0.5, 2, 0, 0.5], distances.call(logits, zeros_like(logits)));
        using var divergence = KLDivLoss(false, Reduction.Sum);
        var other = functional.softmax(logits.flip(1), 1);
        var logs = functional.log_softmax(logits, 1);
        TensorAssert.Same(functional.kl_div(logs, other, false, Reduction.Sum), divergence.call(logs, other));
        using var likelihood = NLLLoss();
        TensorAssert.Same(mean.call(logits, target), likelihood.call(logs, target));
        using var binary = BCEWithLogitsLoss();
        TensorAssert.Equal([Math.Log(1 + Math.Exp(-2))], binary.call(tensor(new[] { 2.0 }), tensor(new[] { 1.0 })));
    }

    private static double LabelSmoothing(ReferenceCall call) => call.Case.Args.TryGetValue("label_smoothing", out var value) ? value.GetDouble() : 0;

    private static double LogSumExp(double[] values) => Math.Log(values.Sum(Math.Exp));
}
