namespace HierKD.Tests;

/// <summary>Which tensors the levels share, and which each has for itself.</summary>
public sealed class PrivatePartsTests : ScopedTest
{
    private static readonly string[] Norms =
        ["features.1.weight", "features.1.bias", "features.4.weight", "features.4.bias", "features.8.weight", "features.8.bias"];
    private static readonly string[] First = ["features.0.weight"];
    private static readonly string[] Classifier = ["classifier.2.weight", "classifier.2.bias"];

    [Theory]
    [InlineData(PrivateParts.None)]
    [InlineData(PrivateParts.Norms)]
    [InlineData(PrivateParts.FirstLayer)]
    [InlineData(PrivateParts.Classifier)]
    [InlineData(PrivateParts.Norms | PrivateParts.Classifier)]
    [InlineData(PrivateParts.All)]
    public void Shared_tensors_are_one_object_and_private_ones_are_not(PrivateParts parts)
    {
        using var model = new SessionModel();
        using var session = model.Start(new() { Chain = TeacherChain.Explicit(0.6, 0.3, 0), Private = parts });
        string[] expected =
        [
            .. parts.HasFlag(PrivateParts.Norms) ? Norms : [],
            .. parts.HasFlag(PrivateParts.FirstLayer) ? First : [],
            .. parts.HasFlag(PrivateParts.Classifier) ? Classifier : [],
        ];
        var keys = session.Working.Tensors.Select(t => t.Key).ToArray();
        var own = new List<string>();
        for (var i = 0; i < keys.Length; i++)
        {
            var distinct = session.Levels.Select(l => l.Values.Values[i].Handle).Distinct().Count();
            Assert.True(distinct is 1 or 3, keys[i]);
            if (distinct == 3 && !session.Working.Tensors[i].IsBuffer) own.Add(keys[i]);
            if (session.Working.Tensors[i].IsBuffer) Assert.Equal(3, distinct);
            Assert.All(session.Levels, l => TensorAssert.Same(session.Working.Tensors[i].Tensor, l.Values.Values[i], keys[i]));
            Assert.All(session.Levels, l => Assert.NotEqual(session.Working.Tensors[i].Tensor.Handle, l.Values.Values[i].Handle));
        }
        Assert.Equal(expected.Order(), own.Order());

        var all = model.Model.named_parameters().Count();
        Assert.Equal(all + 2 * expected.Length, session.Parameters().Count());
        Assert.Equal(session.Parameters().Count(), session.Parameters().Select(p => p.Handle).Distinct().Count());
    }

    [Fact]
    public void The_first_and_the_last_layer_are_those_that_mix_channels()
    {
        using var model = TrainedWeights.Give(nn.Sequential(
            ("norm", nn.BatchNorm1d(2)), ("first", nn.Linear(2, 4)), ("middle", nn.Linear(4, 5)), ("last", nn.Linear(5, 3)),
            ("end", nn.BatchNorm1d(3))), seed: 1);
        using var session = HierarchicalPruner.Start(
            model, ones(2, 2),
            new() { Chain = TeacherChain.Explicit(0.4, 0), Private = PrivateParts.FirstLayer | PrivateParts.Classifier });
        var own = session.Working.Tensors
            .Where((t, i) => !t.IsBuffer && session.Levels[0].Values.Values[i].Handle != session.Levels[1].Values.Values[i].Handle);
        Assert.Equal(["first.bias", "first.weight", "last.bias", "last.weight"], own.Select(t => t.Key).Order());
    }

    [Fact]
    public void Running_statistics_are_each_levels_own()
    {
        using var model = new SessionModel(ScalarType.Float64);
        var before = TensorAssert.Values(model.Model.get_buffer("features.8.running_mean")!);
        using var session = model.Start();
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        session.Backward(model.X, model.Y);
        var index = session.Working.Tensors.Select((t, i) => (t.Key, i)).Single(t => t.Key == "features.8.running_mean").i;
        var means = session.Levels.Select(l => TensorAssert.Values(l.Values.Values[index])).ToArray();
        Assert.NotEqual(means[0], means[2]);
        Assert.NotEqual(before, means[2]);
        Assert.Equal(before, TensorAssert.Values(model.Model.get_buffer("features.8.running_mean")!));

        // Momentum .1, two steps on the same batch with the same weights.
        using var plain = new SessionModel(ScalarType.Float64);
        plain.Model.train();
        plain.Model.call(plain.X);
        plain.Model.call(plain.X);
        TensorAssert.Close(TensorAssert.Values(plain.Model.get_buffer("features.8.running_mean")!), means[2], 1e-12);
        var counter = session.Working.Tensors.Select((t, i) => (t.Key, i)).Single(t => t.Key == "features.8.num_batches_tracked").i;
        Assert.All(session.Levels, l => Assert.Equal(2, l.Values.Values[counter].item<long>()));
    }

    [Fact]
    public void What_the_user_froze_is_not_trained_and_stays_frozen()
    {
        using var model = new SessionModel();
        var frozen = model.Model.get_parameter("features.3.weight")!;
        frozen.requires_grad = false;
        using var session = model.Start();
        Assert.Equal(
            model.Model.parameters().Count() - 1 + 2 * (Norms.Length + First.Length + Classifier.Length), session.Parameters().Count());
        using var optimizer = optim.SGD(session.Parameters(), learningRate: 0.1, weight_decay: 0.1);
        for (var step = 0; step < 3; step++)
        {
            session.ZeroGrad();
            session.Backward(model.X, model.Y);
            optimizer.step();
            session.UpdateMasks();
        }
        var kept = session.Student.Mask.KeptFilters(session.Graph.Groups[0]).Select(f => (long)f).ToArray();
        session.Finish(session.Student);
        Assert.False(frozen.requires_grad);
        Assert.All(model.Model.named_parameters(), p => Assert.Equal(p.name != "features.3.weight", p.parameter.requires_grad));
        using var original = new SessionModel();
        TensorAssert.Same(original.Model.get_parameter("features.3.weight")!.index_select(0, tensor(kept)), frozen);
    }
}
