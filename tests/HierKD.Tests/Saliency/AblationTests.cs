using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>A network in which it is known how much each filter matters.</summary>
public sealed class AblationTests : ScopedTest
{
    private static readonly double[] Reads = [0.02, 0.7, 0.1, 1.5, 0.04, 0.3];

    [Fact]
    public void Filters_rank_by_what_their_removal_does_to_the_loss()
    {
        // Every filter of b gives 1; c reads them with known weights; the target is 1 above the output, so that each removal raises the
        // loss.
        using var model = Sequential(("a", Linear(2, 3)), ("b", Linear(3, 6)), ("relu", ReLU()), ("c", Linear(6, 1))).to(float64);
        using (no_grad())
        {
            foreach (var parameter in model.parameters()) parameter.zero_();
            model.get_parameter("b.bias")!.fill_(1);
            model.get_parameter("c.weight")!.copy_(tensor(Reads).reshape(1, 6));
        }
        var input = ones(4, 2, dtype: float64);
        var target = full([4, 1], Reads.Sum() + 1, dtype: float64);
        using var session = HierarchicalPruner.Start(model, input, new()
        {
            Chain = TeacherChain.Explicit(0.5),
            Task = PruningTask.Regression(),
            Distillation = new() { Weight = 0 },
        });
        session.Backward(input, target);
        var group = session.Graph.Groups.Single();
        var scores = session.Student.Scores.Read(session.Student.Mask)[group];

        // d loss / d gate = -2 * (target - output) * weight * 1.
        TensorAssert.Close(Reads.Select(r => 2 * r).ToArray(), scores.Select(s => (double)s).ToArray(), 1e-6);
        var damage = Enumerable.Range(0, 6).Select(f => LossWithout(session, f, input, target)).ToArray();
        Assert.Equal(Enumerable.Range(0, 6).OrderBy(f => damage[f]), Enumerable.Range(0, 6).OrderBy(f => scores[f]));
        session.UpdateMasks();
        Assert.Equal([1, 3, 5], session.Student.Mask.KeptFilters(group));
    }

    private static double LossWithout(PruningSession session, int filter, Tensor input, Tensor target)
    {
        var mask = FilterMask.Of(session.Graph, [Enumerable.Range(0, 6).Select(f => f != filter)]);
        using var weights = new SlimWeights(session.Working.Tensors, session.Student.Values.Values, mask.ToSelection());
        return nn.functional.mse_loss(session.Working.Evaluate(weights, () => session.Working.Call([input])[0]), target).item<double>();
    }
}
