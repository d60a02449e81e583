using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>Running statistics estimated anew: the plain average of what each batch has, worked out by hand.</summary>
public sealed class RecalibrationTests : ScopedTest
{
    private static readonly SessionOptions Options =
        new() { Chain = TeacherChain.Explicit(0.5, 0), Discovery = new() { PruneFirstLayer = true } };

    [Theory]
    [InlineData(LevelExecution.Slim, PrivateParts.All)]
    [InlineData(LevelExecution.Slim, PrivateParts.FirstLayer | PrivateParts.Classifier)]
    [InlineData(LevelExecution.Slim, PrivateParts.None)]
    [InlineData(LevelExecution.Masked, PrivateParts.All)]
    [InlineData(LevelExecution.Masked, PrivateParts.None)]
    public void Statistics_are_the_average_of_the_batches_and_dropout_is_off(LevelExecution execution, PrivateParts parts)
    {
        using var model = TrainedWeights.Give(
            Sequential(
                ("a", Linear(3, 4)), ("n", BatchNorm1d(4)), ("relu", ReLU()), ("drop", Dropout(0.5)), ("b", Linear(4, 5)),
                ("m", BatchNorm1d(5)), ("c", Linear(5, 2))), seed: 1).to(ScalarType.Float64);
        // Batches of different sizes weigh the same.
        var batches = Batches([5, 9, 4], 3);
        using var session = HierarchicalPruner.Start(model, batches[0].x, Options with { Private = parts, Execution = execution });
        long[] first = [0, 2, 3], second = [1, 4];
        session.Student
            .SetMask(FilterMask.Of(session.Graph, new bool[][] { [true, false, true, true], [false, true, false, false, true] }));
        var before = Statistics(session, session.Levels[1]);
        var old = Statistics(session, session.Student);
        session.Recalibrate(session.Student, batches);

        var hand = batches.Select(batch =>
        {
            var h = batch.x.matmul(Parameter("a.weight").index_select(0, tensor(first)).t())
                + Parameter("a.bias").index_select(0, tensor(first));
            var normalized = (h - h.mean([0])) / (h.var([0], unbiased: false) + 1e-5).sqrt()
                * Parameter("n.weight").index_select(0, tensor(first)) + Parameter("n.bias").index_select(0, tensor(first));
            var g = normalized.relu().matmul(Parameter("b.weight").index_select(0, tensor(second)).index_select(1, tensor(first)).t())
                + Parameter("b.bias").index_select(0, tensor(second));
            return new[] { h.mean([0]), h.var([0], unbiased: true), g.mean([0]), g.var([0], unbiased: true) };
        }).ToArray();
        var now = Statistics(session, session.Student);
        foreach (var ((key, kept), i) in new[]
        {
            ("n.running_mean", first), ("n.running_var", first), ("m.running_mean", second), ("m.running_var", second)
        }.Select((k, i) => (k, i)))
        {
            TensorAssert.Close(
                TensorAssert.Values((hand[0][i] + hand[1][i] + hand[2][i]) / 3), kept.Select(f => now[key][f]).ToArray(), 1e-12, key);
            // Slim execution does not compute the others.
            if (execution == LevelExecution.Slim)
            {
                Assert.All(Enumerable.Range(0, now[key].Length).Where(f => !kept.Contains(f)), f => Assert.Equal(old[key][f], now[key][f]));
            }
        }
        Assert.Equal([3.0], now["n.num_batches_tracked"]);
        Assert.Equal(before, Statistics(session, session.Levels[1]));

        Tensor Parameter(string key) => model.get_parameter(key)!.detach();
    }

    public static TheoryData<string> Kinds => ["batch 1d", "batch 2d", "batch 3d", "instance 1d", "instance 2d", "instance 3d"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_norm_with_statistics_is_recalibrated(string kind)
    {
        var dimensions = kind[^2] - '0';
        using var norm = Norm(kind);
        using var model = new ScriptedNet(
            (layer, x) => layer("head").call(layer("norm").call(layer("conv").call(x)).relu().flatten(2).mean([2])),
            ("conv", Convolution(dimensions)), ("norm", norm), ("head", Linear(4, 2)));
        model.to(ScalarType.Float64);
        var batches = Batches([3, 5], [2, .. Enumerable.Repeat(4L, dimensions)]);
        using var session = HierarchicalPruner.Start(model, batches[0].x, Options);
        session.Recalibrate(session.Student, batches);

        var hand = batches.Select(batch =>
        {
            using var quiet = no_grad();
            var h = ((Module<Tensor, Tensor>)model.named_modules().Single(m => m.name == "conv").module).call(batch.x).flatten(2);
            return kind.StartsWith("batch", StringComparison.Ordinal)
                ? (Mean: h.mean([0, 2]), Variance: h.var([0, 2], unbiased: true))
                : (Mean: h.mean([2]).mean([0]), Variance: h.var([2], unbiased: true).mean([0]));
        }).ToArray();
        var now = Statistics(session, session.Student);
        TensorAssert.Close(TensorAssert.Values((hand[0].Mean + hand[1].Mean) / 2), now["norm.running_mean"], 1e-12);
        TensorAssert.Close(TensorAssert.Values((hand[0].Variance + hand[1].Variance) / 2), now["norm.running_var"], 1e-12);
    }

    [Fact]
    public void A_norm_that_is_called_twice_averages_over_all_its_calls()
    {
        using var model = new ScriptedNet(
            (layer, x) => layer("b").call(layer("norm").call(layer("norm").call(layer("a").call(x)) * 3 + 1)), ("a", Linear(3, 4)),
            ("norm", BatchNorm1d(4)), ("b", Linear(4, 2)));
        model.to(ScalarType.Float64);
        var batches = Batches([5, 6], 3);
        using var session = HierarchicalPruner.Start(model, batches[0].x, Options);
        session.Recalibrate(session.Student, batches);

        var (weight, bias) = (model.get_parameter("norm.weight")!.detach(), model.get_parameter("norm.bias")!.detach());
        var calls = batches.SelectMany(batch =>
        {
            var h = batch.x.matmul(model.get_parameter("a.weight")!.detach().t()) + model.get_parameter("a.bias")!.detach();
            return new[] { h, ((h - h.mean([0])) / (h.var([0], unbiased: false) + 1e-5).sqrt() * weight + bias) * 3 + 1 };
        }).ToArray();
        var now = Statistics(session, session.Student);
        TensorAssert.Close(
            TensorAssert.Values(calls.Select(c => c.mean([0])).Aggregate((a, b) => a + b) / 4), now["norm.running_mean"], 1e-12);
        TensorAssert.Close(
            TensorAssert.Values(calls.Select(c => c.var([0], unbiased: true)).Aggregate((a, b) => a + b) / 4), now["norm.running_var"],
            1e-12);
        Assert.Equal([4.0], now["norm.num_batches_tracked"]);
    }

    [Fact]
    public void Nothing_but_the_statistics_changes()
    {
        using var model = new SessionModel();
        var norm = model.Model.modules().OfType<BatchNorm2d>().First();
        norm.momentum = 0.37;
        model.Model.train();
        var snapshot = new ModelSnapshot(model.Model);
        using var session = model.Start();
        var values = Weights();
        session.Recalibrate(session.Student, [(model.X, model.Y)]);
        snapshot.AssertUnchanged();
        Assert.Equal(0.37, norm.momentum);
        Assert.Equal(values, Weights());
        Assert.All(session.Parameters(), p => Assert.Null(p.grad));

        byte[][] Weights() => session.Parameters().Select(p => TensorAssert.Bits(p)).ToArray();
    }

    [Fact]
    public void A_norm_that_the_user_holds_in_evaluation_mode_keeps_its_statistics()
    {
        using var model = new SessionModel();
        model.Model.train();
        var norm = (BatchNorm2d)model.Model.named_modules().Single(m => m.name == "features.4").module;
        norm.eval();
        using var session = model.Start();
        var before = Statistics(session, session.Student);
        session.Recalibrate(session.Student, [(model.X, model.Y)]);
        var now = Statistics(session, session.Student);
        Assert.Equal(before["features.4.running_mean"], now["features.4.running_mean"]);
        Assert.NotEqual(before["features.1.running_mean"], now["features.1.running_mean"]);
        Assert.NotEqual(before["features.8.running_mean"], now["features.8.running_mean"]);
        Assert.False(norm.training);
    }

    [Fact]
    public void Bad_input_is_refused_and_statistics_stay()
    {
        using var model = new SessionModel();
        using var other = new SessionModel();
        using var session = model.Start();
        using var another = other.Start();
        var before = Statistics(session, session.Student);
        var momentum = model.Model.modules().OfType<NormBase>().Select(n => n.momentum).ToArray();
        Assert.Throws<ArgumentException>("batches", () => session.Recalibrate(session.Student, Array.Empty<PruningBatch>()));
        Assert.ThrowsAny<Exception>(() => session.Recalibrate(session.Student, [(model.X, model.Y), (zeros(6, 5, 8, 8), model.Y)]));
        var failure = Assert.Throws<ArgumentException>("level", () => session.Recalibrate(another.Student, [(model.X, model.Y)]));
        Assert.Contains("'student' is none of this session's", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("level", () => session.Recalibrate(null!, [(model.X, model.Y)]));
        Assert.Throws<ArgumentNullException>("batches", () => session.Recalibrate(session.Student, (IEnumerable<PruningBatch>)null!));
        Assert.Equal(before, Statistics(session, session.Student));
        Assert.Equal(momentum, model.Model.modules().OfType<NormBase>().Select(n => n.momentum));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var model = new SessionModel();
        using var session = model.Start();
        session.Backward(model.X, model.Y);
        session.UpdateMasks();
        Once();
        Run.LiveTensors.AssertNoneLeft(() =>
        {
            for (var i = 0; i < 5; i++) Once();
        });

        void Once()
        {
            foreach (var level in session.Levels) session.Recalibrate(level, [(model.X, model.Y), (model.X, model.Y)]);
            Assert.Throws<ArgumentException>(() => session.Recalibrate(session.Student, Array.Empty<PruningBatch>()));
        }
    }

    private static Dictionary<string, double[]> Statistics(PruningSession session, Level level) => session.Working.Tensors
        .Select((t, i) => (t, i)).Where(t => t.t.IsBuffer).ToDictionary(t => t.t.Key, t => TensorAssert.Values(level.Values.Values[t.i]));

    private static (Tensor x, Tensor y)[] Batches(long[] sizes, params long[] sample)
    {
        using var generator = new Generator(7);
        return sizes.Select(n => (randn([n, .. sample], dtype: ScalarType.Float64, generator: generator) * 2 + 0.5,
            zeros(n, dtype: ScalarType.Int64))).ToArray();
    }

    private static Module<Tensor, Tensor> Convolution(int dimensions) => dimensions switch
    {
        1 => Conv1d(2, 4, 3),
        2 => Conv2d(2, 4, 3),
        _ => Conv3d(2, 4, 3),
    };

    private static NormBase Norm(string kind) => kind switch
    {
        "batch 1d" => BatchNorm1d(4),
        "batch 2d" => BatchNorm2d(4),
        "batch 3d" => BatchNorm3d(4),
        "instance 1d" => InstanceNorm1d(4, affine: true, track_running_stats: true),
        "instance 2d" => InstanceNorm2d(4, affine: true, track_running_stats: true),
        _ => InstanceNorm3d(4, affine: true, track_running_stats: true),
    };
}
