namespace HierKD.Tests;

/// <summary>The agreement of two sets of gate gradients, by hand and as a session measures it.</summary>
public sealed class GradientAgreementTests : ScopedTest
{
    [Fact]
    public void Groups_are_weighed_by_their_filters()
    {
        // Cosines 24/25 over two filters, -1 over one; signs 2 of 2 and 0 of 1.
        var agreement = GradientAgreement.Of(
            [tensor(new[] { 3.0, 4 }), tensor(new[] { 1000.0 })],
            [tensor(new[] { 4.0, 3 }), tensor(new[] { -0.001 })]);
        Assert.Equal((2 * 0.96 - 1) / 3, agreement.Cosine, 12);
        Assert.Equal(2.0 / 3, agreement.SignAgreement, 12);
    }

    [Fact]
    public void A_zero_agrees_in_sign_with_a_zero_only_and_a_gradient_of_zeros_has_no_direction()
    {
        var agreement = GradientAgreement.Of([tensor(new[] { 0.0, 0, 0, 0 })], [tensor(new[] { 0.0, 1, -1, 2 })]);
        Assert.Equal(new GradientAgreement(0, 0.25), agreement);
    }

    [Fact]
    public void Equal_gradients_agree_wholly_whatever_their_type_and_size()
    {
        foreach (var scale in new[] { 1e-30f, 1e30f })
        {
            var gradient = tensor(new[] { 1f, -2, 3 }) * scale;
            var agreement = GradientAgreement.Of([gradient], [gradient.to(float64) * 2]);
            Assert.Equal(1, agreement.Cosine, 12);
            Assert.Equal(1, agreement.SignAgreement);
        }
    }

    [Fact]
    public void Lists_that_do_not_match_are_refused()
    {
        Tensor[] one = [ones(2)];
        Assert.Contains(
            "0 and of 1 groups", Assert.Throws<ArgumentException>("teacher", () => GradientAgreement.Of([], one)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("teacher", () => GradientAgreement.Of([], []));
        Assert.Contains(
            "[2] and [3]", Assert.Throws<ArgumentException>("teacher", () => GradientAgreement.Of(one, [ones(3)])).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "[2, 1]", Assert.Throws<ArgumentException>("teacher", () => GradientAgreement.Of([ones(2, 1)], [ones(2, 1)])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("teacher", () => GradientAgreement.Of([ones(0)], [ones(0)]));
        Assert.Throws<ArgumentNullException>("own", () => GradientAgreement.Of(null!, one));
        Assert.Throws<ArgumentNullException>("teacher", () => GradientAgreement.Of(one, null!));
    }

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void A_session_compares_each_level_with_the_next_larger_one_on_the_filters_that_the_level_has(LevelExecution execution)
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session =
            model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Execution = execution, Distillation = new() { Weight = 0 } });
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        var expected = session.Levels.Select(level => Gates(session, level.Mask)).ToArray();
        var losses = session.Backward(model.X, model.Y, measureAgreement: true);

        Assert.Null(losses[2].Agreement);
        for (var i = 0; i < 2; i++)
        {
            var kept = session.Graph.Groups
                .Select(g => tensor(session.Levels[i].Mask.KeptFilters(g).Select(f => (long)f).ToArray()))
                .ToArray();
            var own = expected[i].Zip(kept, (gates, on) => gates.index_select(0, on)).ToArray();
            var teacher = expected[i + 1].Zip(kept, (gates, on) => gates.index_select(0, on)).ToArray();
            var agreement = GradientAgreement.Of(own, teacher);
            Assert.InRange(agreement.Cosine, -0.999, 0.999);
            Assert.Equal(agreement.Cosine, losses[i].Agreement!.Cosine, 1e-9);
            Assert.Equal(agreement.SignAgreement, losses[i].Agreement!.SignAgreement, 1e-9);
        }
    }

    [Fact]
    public void Levels_that_are_alike_agree_wholly()
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Distillation = new() { Weight = 0 } });
        var losses = session.Backward(model.X, model.Y, measureAgreement: true);
        Assert.All(losses.Take(2), l => Assert.Equal(1, l.Agreement!.Cosine, 1e-12));
        Assert.All(losses.Take(2), l => Assert.Equal(1, l.Agreement!.SignAgreement));
    }

    [Fact]
    public void It_is_measured_only_when_asked_for_and_changes_nothing()
    {
        using var model = new SessionModel();
        double[] Gradients(bool measure)
        {
            using var session = model.Start();
            var losses = session.Backward(model.X, model.Y, measureAgreement: measure);
            Assert.Equal(measure, losses[0].Agreement is not null);
            return [.. losses.Select(l => l.Total), .. session.Parameters().SelectMany(p => TensorAssert.Values(p.grad!))];
        }
        Assert.Equal(Gradients(false), Gradients(true));
    }

    /// <summary>The gate gradients of the task's loss under a mask, by explicit gates.</summary>
    private static Tensor[] Gates(PruningSession session, FilterMask mask)
    {
        using var plain = new SessionModel(ScalarType.Float64);
        plain.Model.train();
        var gates = new ConsumerGates(plain.Model, session.Graph, ConsumerGates.Of(mask));
        nn.functional.cross_entropy(plain.Model.call(plain.X), plain.Y).backward();
        return [.. gates.Gates.Select(g => g.grad!)];
    }
}
