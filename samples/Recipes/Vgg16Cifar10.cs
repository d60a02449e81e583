using HierKD.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>
/// VGG16 on CIFAR-10 with three assistants: the main experiment of Miles and Mikolajczyk, "Cascaded channel pruning using hierarchical
/// self-distillation" (BMVC 2020), below called "the paper". What the paper does not state is said where it is chosen.
/// </summary>
internal sealed class Vgg16Cifar10 : IRecipe
{
    public string Name => "vgg16-cifar10";

    public string Title => "VGG16 on CIFAR-10, three assistants";

    public string DataName => "CIFAR-10";

    // Table 1 of the paper; accuracies of students as change of the baseline's.
    public IReadOnlyList<PublishedRow> Published { get; } =
    [
        new("Miles and Mikolajczyk, BMVC 2020", null, "baseline", "14.98M", "313M", "93.25"),
        new("Miles and Mikolajczyk, BMVC 2020", 0.3, "k = 0.3", "7.76M", "134M", "+0.28"),
        new("Miles and Mikolajczyk, BMVC 2020", 0.6, "k = 0.6", "2.50M", "83M", "+0.07"),
        new("Miles and Mikolajczyk, BMVC 2020", 0.8, "k = 0.8", "0.97M", "52M", "-0.28"),
    ];

    // The paper's k: fractions of all filters removed.
    public IReadOnlyList<double> Ratios { get; } = [0.6, 0.3, 0.8];

    public Measure Measure => Measure.Filters;

    // The paper does not state how its baseline was trained. This is the usual schedule on CIFAR (He et al., CVPR 2016, section 4.2, in
    // epochs), with the paper's weight decay.
    public BaselineSchedule Baseline { get; } =
        new(Epochs: 164, LearningRate: 0.1, Milestones: [0.5, 0.75], WeightDecay: 4e-4, BatchSize: 128);

    // The paper.
    public int BatchSize => 128;

    // The paper: thirteen convolutions with batch-norm, dense 512, dense 10.
    public nn.Module<Tensor, Tensor> Network(double width, int classes) => VggBn.CifarVgg16(classes, width);

    public PruningOptions Options(double ratio) => new()
    {
        // The paper: one student and three assistants; kept fractions c, 1 + (c - 1) / 1.5, 1 + (c - 1) / 2.5, 1.
        Chain = TeacherChain.Paper(ratio),

        // The paper: scores follow the signed gate gradient of the level's teacher by SGD. It does not state the rate; since only the
        // scores' order counts, it matters little.
        // The gate is at the consumers' inputs, because the linear layer of 512 has no normalisation to read it off.
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

        // The paper: each level has normalisations, first convolution and classifier of its own; the first convolution is never pruned.
        Private = PrivateParts.All,
        Discovery = new() { PruneFirstLayer = false },

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
