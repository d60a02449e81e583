// A stranger's program: a network of her own, data of her own, and a criterion, a pruner and a loss of her own.
using HierKD;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

manual_seed(1);
using var model = new SpeckNet();
var (images, labels) = Specks(512);
var (heldOutImages, heldOutLabels) = Specks(256);
using (var optimizer = optim.SGD(model.parameters(), 0.05, momentum: 0.9))
{
    for (var epoch = 0; epoch < 6; epoch++)
    {
        foreach (var (x, y) in new TensorBatches(images, labels, batchSize: 32, shuffleSeed: epoch))
        {
            optimizer.zero_grad();
            using var loss = nn.functional.cross_entropy(model.call(x), y);
            loss.backward();
            optimizer.step();
        }
    }
}
var before = model.parameters().Sum(p => p.numel());

var data = new PruningData(
    new TensorBatches(images, labels, batchSize: 32, shuffleSeed: 1), new TensorBatches(heldOutImages, heldOutLabels));
using var result = HierarchicalPruner.Run(model, data, Recipe.Default(studentRatio: 0.5) with
{
    Scorer = new LargestWeight(),
    Pruner = new StrongestOfEachLayer(),
    Distillation = new() { Loss = new AngleLoss() },
    Training = new() { Joint = new() { Epochs = 2, ScoringBatches = 2 }, FineTuning = new() { Epochs = 2 } },
});
Console.WriteLine(result.Report);
var file = Path.Combine(AppContext.BaseDirectory, "student.hierkd");
result.Save(file);
using var loaded = SlimModel.Load(file, () => new SpeckNet());
model.eval();
var same = loaded.call(heldOutImages).eq(model.call(heldOutImages)).all().ToBoolean();
var after = loaded.parameters().Sum(p => p.numel());
Console.WriteLine(
    $"{before} parameters became {after}; reloaded, they compute {(same ? "the same" : "something else")}; accuracy " +
    $"{result.Report.Original.Metric:0.00} -> {result.Report.Student.Metric:0.00}");
return same && after < 0.6 * before && result.Report.Student.Metric > 0.8 ? 0 : 1;

// A bright speck in one of the four corners of a noisy image, which says its class.
static (Tensor, Tensor) Specks(int count)
{
    using var scope = NewDisposeScope();
    var labels = arange(count, dtype: int64) % 4;
    var images = randn(count, 1, 12, 12) * 0.5;
    for (var i = 0; i < count; i++) images[i, 0, 3 + (6 * (i % 4 / 2)), 3 + (6 * (i % 2))] += 4;
    return (images.DetachFromDisposeScope(), labels.DetachFromDisposeScope());
}

// Two branches, added and gated: nothing that HierKD has seen.
internal sealed class SpeckNet : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d stem = nn.Conv2d(1, 12, 3, padding: 1);
    private readonly BatchNorm2d norm = nn.BatchNorm2d(12);
    private readonly Conv2d left = nn.Conv2d(12, 16, 3, stride: 2, padding: 1);
    private readonly Conv2d right = nn.Conv2d(12, 16, 1, stride: 2);
    private readonly Linear gate = nn.Linear(16, 16);
    private readonly Linear head = nn.Linear(16 * 6 * 6, 4);

    public SpeckNet()
        : base(nameof(SpeckNet)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = norm.call(stem.call(input)).relu();
        x = left.call(x) + right.call(x).relu();
        x *= gate.call(x.mean([2, 3])).sigmoid().unsqueeze(2).unsqueeze(3);
        return head.call(x.flatten(1)).MoveToOuterDisposeScope();
    }
}

// The largest weight that reads a filter.
internal sealed class LargestWeight : ISaliencyScorer
{
    public Tensor Score(FilterGroup group, LevelStep step) =>
        step.Consumers(group).Select(layer => layer.Weight.abs().amax([1])).Aggregate((a, b) => a + b);
}

internal sealed class StrongestOfEachLayer : IPruner
{
    public FilterMask Select(FilterScores scores, double ratio) => FilterMask.Of(scores.Graph, scores.Graph.Groups.Select(group =>
    {
        var keep = Math.Max(1, (int)Math.Floor((1 - ratio) * group.Filters));
        var strongest = Enumerable.Range(0, group.Filters).Where(f => scores.Allowed[group][f]).OrderByDescending(f => scores[group][f])
            .Take(keep).ToHashSet();
        return Enumerable.Range(0, group.Filters).Select(strongest.Contains);
    }));
}

internal sealed class AngleLoss : IDistillationLoss
{
    public Tensor Compute(DistillationStep step) => 1 - nn.functional.cosine_similarity(step.Output, step.TeacherOutput, dim: 1).mean();
}
