using HierKD.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>
/// ResNet-56 on CIFAR-10 with three assistants, by the settings that Miles and Mikolajczyk, "Cascaded channel pruning using hierarchical
/// self-distillation" (BMVC 2020), below called "the paper", have for CIFAR. The paper has no such experiment; what stands beside it was
/// published for other methods, by multiply-adds.
/// </summary>
internal sealed class ResNet56Cifar10 : IRecipe
{
    public string Name => "resnet56-cifar10";

    public string Title => "ResNet-56 on CIFAR-10, three assistants";

    public string DataName => "CIFAR-10";

    // As their authors print them; each on a baseline of its own.
    public IReadOnlyList<PublishedRow> Published { get; } =
    [
        new("CHIP (Sui et al., NeurIPS 2021)", null, "baseline", "", "", "93.26"),
        new("CHIP (Sui et al., NeurIPS 2021)", 0.47, "-47 % multiply-adds", "", "-47 %", "94.16"),
        new("DepGraph (Fang et al., CVPR 2023)", null, "baseline", "", "", "93.53"),
        new("DepGraph (Fang et al., CVPR 2023)", 0.53, "2.13 times fewer multiply-adds", "", "-53 %", "93.77"),
        new("DepGraph (Fang et al., CVPR 2023)", 0.61, "2.57 times fewer multiply-adds", "", "-61 %", "93.64"),
    ];

    // Fractions of the multiply-adds removed, as in those results.
    public IReadOnlyList<double> Ratios { get; } = [0.47, 0.53, 0.61];

    public Measure Measure => Measure.MultiplyAdds;

    // He et al. (CVPR 2016, section 4.2), in epochs: a tenth at 32k and at 48k of 64k steps.
    public BaselineSchedule Baseline { get; } =
        new(Epochs: 164, LearningRate: 0.1, Milestones: [0.5, 0.75], WeightDecay: 1e-4, BatchSize: 128);

    // The paper.
    public int BatchSize => 128;

    // He et al.: three stages of nine blocks, shortcuts of option A. At least four channels, so that a quarter of them is one.
    public nn.Module<Tensor, Tensor> Network(double width, int classes) =>
        new CifarResNet(blocks: 9, classes, width: Math.Max(4, (int)Math.Round(16 * width)));

    public PruningOptions Options(double ratio) => new()
    {
        // The paper's spacing: kept fractions c, 1 + (c - 1) / 1.5, 1 + (c - 1) / 2.5, 1; here of the multiply-adds.
        Chain = TeacherChain.Paper(ratio).Of(Measure.MultiplyAdds),

        // The paper: scores follow the signed gate gradient of the level's teacher by SGD. It does not state the rate; since only the
        // scores' order counts, it matters little.
        // Filters that residual connections couple pass several normalisations; the gate at the consumers' inputs is right for them as
        // well.
        Scorer = Saliency.CascadedGate(ScoreAccumulation.Sgd(learningRate: 0.01), signed: true, form: GateForm.Consumers),

        // The paper: one threshold over all layers, on the scores as they are. A floor of two filters is HierKD's: without it a layer can
        // vanish.
        Pruner = Pruner.GlobalThreshold(ScoreNormalization.None, minimumFilters: 2),

        // The paper: lambda_KD = 0.4 at temperature 15, without the squared temperature as a factor; hints hurt in its ablation and are
        // left out.
        Distillation = new()
        {
            Loss =
            DistillationLoss.SoftTargets(temperature: 15, scaled: false),
            Weight = 0.4,
            TaskWeight = 1,
            Teacher = LevelTeacher.NextLarger
        },

        // The paper: each level has normalisations, first convolution and classifier of its own. Its first convolution is never pruned;
        // here that would keep every filter on the residual path, and is left out.
        Private = PrivateParts.All,
        Discovery = new() { PruneFirstLayer = true },

        // The paper: every level selects among all filters by its own scores. Masked execution scores filters that are off as well, so that
        // they can come back.
        NestedMasks = false,
        Execution = LevelExecution.Masked,

        Training = new()
        {
            Joint = new() { Epochs = 80, Shrinking = RatioSchedule.Immediate, MaskInterval = 1, FreezeMasksAt = 1, ScoringBatches = 20 },
            FineTuning = new() { Epochs = 80, Teacher = FineTuneTeacher.Ladder },
            Optimizer = (parameters, learningRate) =>
                optim.SGD(parameters, learningRate, momentum: 0.9, weight_decay: 4e-4, nesterov: true),
            LearningRate = 0.008,
            LearningRateSchedule = LearningRateSchedule.CosineCycles(epochs: 5, decay: 0.9),
        },
    };

    // The paper: random flips and 32x32 crops.
    public IRecipeData Load(DataRequest request) => CifarData.Ten(request);

    public void Generate(string folder) => GeneratedData.Cifar10(folder, train: 60, test: 20);
}
