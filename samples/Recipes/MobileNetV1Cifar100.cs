using HierKD.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>
/// MobileNetV1 on CIFAR-100, of which only 1x1 convolutions lose filters: an experiment of Miles and Mikolajczyk, "Cascaded channel pruning
/// using hierarchical self-distillation" (BMVC 2020), below called "the paper". The paper does not describe its network well enough to
/// build it again (3.89M parameters and 495M multiply-adds; the standard network has 3.29M and 46M), so compare relative changes alone.
/// </summary>
internal sealed class MobileNetV1Cifar100 : IRecipe
{
    public string Name => "mobilenetv1-cifar100";

    public string Title => "MobileNetV1 on CIFAR-100, 1x1 convolutions alone, three assistants";

    public string DataName => "CIFAR-100";

    // The paper; accuracies of students as change of the baseline's.
    public IReadOnlyList<PublishedRow> Published { get; } =
    [
        new("Miles and Mikolajczyk, BMVC 2020", null, "baseline", "3.89M", "495M", "74.10"),
        new("Miles and Mikolajczyk, BMVC 2020", 0.2, "k = 0.2", "2.95M", "376M", "-0.29"),
        new("Miles and Mikolajczyk, BMVC 2020", 0.5, "k = 0.5", "1.77M", "156M", "-1.42"),
        new("Miles and Mikolajczyk, BMVC 2020", 0.7, "k = 0.7", "0.38M", "75M", "-3.69"),
    ];

    // The paper's k: fractions of all filters removed.
    public IReadOnlyList<double> Ratios { get; } = [0.5, 0.2, 0.7];

    public Measure Measure => Measure.Filters;

    // The paper does not state how its baseline was trained. This is the usual schedule on CIFAR (He et al., CVPR 2016, section 4.2, in
    // epochs), with the paper's weight decay.
    public BaselineSchedule Baseline { get; } =
        new(Epochs: 164, LearningRate: 0.1, Milestones: [0.5, 0.75], WeightDecay: 4e-4, BatchSize: 128);

    // The paper.
    public int BatchSize => 128;

    // Howard et al. (2017) for 32x32 pixels: the first convolution's stride is 1, the others are as for ImageNet.
    public nn.Module<Tensor, Tensor> Network(double width, int classes) => MobileNetV1.Cifar(classes, width, reductions: 4);

    public PruningOptions Options(double ratio) => new()
    {
        // The paper: one student and three assistants; kept fractions c, 1 + (c - 1) / 1.5, 1 + (c - 1) / 2.5, 1.
        Chain = TeacherChain.Paper(ratio),

        // The paper: scores follow the signed gate gradient of the level's teacher by SGD. It does not state the rate; since only the
        // scores' order counts, it matters little.
        // The gate is at the inputs of what reads a filter, which is right for depthwise convolutions in between as well.
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

        // The paper: each level has normalisations, first convolution and classifier of its own; only 1x1 convolutions are pruned.
        // That leaves out the first convolution; each depthwise one has as many channels as the 1x1 convolution before it and follows that.
        Private = PrivateParts.All,
        Discovery = new() { ExcludedLayers = ["features.0.0"] },

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
    public IRecipeData Load(DataRequest request) => CifarData.Hundred(request);

    public void Generate(string folder) => GeneratedData.Cifar100(folder, train: 60, test: 20);
}
