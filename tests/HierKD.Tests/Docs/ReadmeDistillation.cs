#region distillation
using HierKD;
using static TorchSharp.torch;

#endregion
namespace Readme;

#region distillation
/// <summary>How different the samples' similarities are at one place (Tung and Mori, ICCV 2019).</summary>
public sealed class SimilarityDistance(string module) : IDistillationLoss
{
    public IReadOnlyCollection<string> Modules => [module];               // its outputs are taken down in each pass

    public Tensor Compute(DistillationStep step) =>
        nn.functional.mse_loss(Similarities(step.Feature(module)), Similarities(step.TeacherFeature(module)));

    private static Tensor Similarities(Tensor feature) =>                 // [N, C, ...] -> [N, N], a row of length 1 for each sample
        nn.functional.normalize(feature.flatten(1).matmul(feature.flatten(1).t()), dim: 1);
}
#endregion
