using HierKD.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Recipes;

/// <summary>
/// ResNet-50 on ImageNet with two assistants: an experiment of Miles and Mikolajczyk, "Cascaded channel pruning using hierarchical
/// self-distillation" (BMVC 2020), below called "the paper". There the masks of the last convolutions and projections of a stage were
/// independent; HierKD couples them, so that removal is exact.
/// </summary>
internal sealed class ResNet50ImageNet : IRecipe
{
    public string Name => "resnet50-imagenet";

    public string Title => "ResNet-50 on ImageNet, two assistants";

    public string DataName => "ImageNet";

    // The paper; the student's accuracy as change of the baseline's. The paper counts 3.86 G multiply-adds with the stride in the first 1x1
    // convolution of a block; it is in the 3x3 convolution here, as in the weights that most libraries have, which makes 4.09 G.
    public IReadOnlyList<PublishedRow> Published { get; } =
    [
        new("Miles and Mikolajczyk, BMVC 2020", null, "baseline (top-5 92.11)", "25.5M", "3.86B", "75.03"),
        new("Miles and Mikolajczyk, BMVC 2020", 0.7, "cascaded (top-5 -1.29)", "7.12M", "1.04B", "-2.50"),
    ];

    // The paper gives its levels as 0.3, 0.5 and 1.0, read as fractions kept; 28 % of parameters and 27 % of multiply-adds leave that
    // uncertain.
    public IReadOnlyList<double> Ratios { get; } = [0.7];

    public Measure Measure => Measure.Filters;

    // He et al. (CVPR 2016, section 3.4), in epochs.
    public BaselineSchedule Baseline { get; } =
        new(Epochs: 90, LearningRate: 0.1, Milestones: [1.0 / 3, 2.0 / 3], WeightDecay: 1e-4, BatchSize: 256);

    // The paper.
    public int BatchSize => 30;

    public nn.Module<Tensor, Tensor> Network(double width, int classes) =>
        new ResNet(BlockKind.Bottleneck, [3, 4, 6, 3], classes, width: Math.Max(1, (int)Math.Round(64 * width)));

    public PruningOptions Options(double ratio) => new()
    {
        // The paper: a student and two assistants, which keep 0.3, 0.5 and 1; with another ratio the first assistant keeps its place
        // between the others.
        Chain = TeacherChain.Explicit(ratio, ratio * 0.5 / 0.7, 0),

        // The paper: scores follow the signed gate gradient of the level's teacher by RMSProp; SGD pruned the last convolution of every
        // block away. It does not state the rate.
        // Filters that residual connections couple pass several normalisations; the gate at the consumers' inputs is right for them as
        // well.
        Scorer = Saliency.CascadedGate(ScoreAccumulation.RmsProp(learningRate: 0.01, decay: 0.99), signed: true, form: GateForm.Consumers),

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
            Joint = new()
            {
                Epochs =
                20,
                FixedMaskEpochs = 10,
                Shrinking = RatioSchedule.Immediate,
                MaskInterval = 1,
                FreezeMasksAt = 1,
                ScoringBatches = 20
            },
            FineTuning = new() { Epochs = 20, Teacher = FineTuneTeacher.Ladder },
            Optimizer = (parameters, learningRate) =>
                optim.SGD(parameters, learningRate, momentum: 0.9, weight_decay: 4e-4, nesterov: true),
            LearningRate = 0.008,
            LearningRateSchedule = LearningRateSchedule.CosineCycles(epochs: 5, decay: 0.9),
        },
    };

    // The usual views (Szegedy et al., CVPR 2015): random regions brought to 224x224 and mirrored for training; the shorter side brought to
    // 256 and the middle 224x224 cut out for measuring.
    public IRecipeData Load(DataRequest request) =>
        request.Small ? FolderData.Load(request, side: 32, shorterSide: 36) : FolderData.Load(request, side: 224, shorterSide: 256);

    public void Generate(string folder) => GeneratedData.ImageFolders(folder, classes: 5, train: 12, validation: 4, side: 40);
}
