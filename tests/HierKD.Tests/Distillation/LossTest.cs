namespace HierKD.Tests;

/// <summary>Tests of a distillation loss on outputs and features of their own.</summary>
public abstract class LossTest : ScopedTest
{
    /// <summary>Logits of three samples and four classes, their teacher's, and labels.</summary>
    protected Tensor Student { get; } = tensor(new[] { 1.0, -0.5, 0.25, 2.0, 0.0, 1.5, -1.0, 0.5, -2.0, 0.75, 1.25, 0.1 }).reshape(3, 4);

    protected Tensor Teacher { get; } = tensor(new[] { 0.5, -1.0, 1.0, 3.0, 0.2, 2.5, -0.5, -1.5, -1.0, 0.0, 2.0, 0.4 }).reshape(3, 4);

    protected Tensor Labels { get; } = tensor(new[] { 3L, 1, 0 });

    /// <summary>A loss of outputs, whatever the labels.</summary>
    protected static Tensor Of(IDistillationLoss loss, Tensor student, Tensor teacher) =>
        Of(loss, student, teacher, zeros(student.shape[0], dtype: int64));

    protected static Tensor Of(IDistillationLoss loss, Tensor student, Tensor teacher, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Compute(new DistillationStep(student, teacher, labels));
    }

    /// <summary>A loss of the features of a module <c>m</c>.</summary>
    protected static Tensor OfFeatures(IDistillationLoss loss, Tensor own, Tensor teacher)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Compute(new DistillationStep(
            zeros(1, 2), zeros(1, 2), zeros(1, dtype: int64), new Dictionary<string, FeaturePair> { ["m"] = new(own, teacher) }));
    }

    /// <summary>The samples of <c>[N, C]</c> as the positions of one image, <c>[1, C, 1, N]</c>.</summary>
    protected static Tensor AsImage(Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.t().reshape(1, rows.shape[1], 1, rows.shape[0]);
    }

    /// <summary>Requires that the gradient of a loss is that of finite differences, in double precision.</summary>
    protected static void AssertGradient(Tensor at, Func<Tensor, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(loss);
        var values = TensorAssert.Values(at);
        var variable = at.detach().clone().requires_grad_();
        loss(variable).backward();
        var gradient = TensorAssert.Values(variable.grad!);
        Assert.Contains(gradient, g => Math.Abs(g) > 1e-6);
        for (var i = 0; i < values.Length; i++)
        {
            double At(double change)
            {
                var moved = values.ToArray();
                moved[i] += change;
                return loss(tensor(moved).reshape(at.shape)).item<double>();
            }
            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[i], 1e-8);
        }
    }
}
