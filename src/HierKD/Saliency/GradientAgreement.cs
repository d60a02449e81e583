using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// How far a level's own gate gradients agree with its teacher's, on the filters that are on in both: the error that the cascaded rule
/// makes by taking the teacher's gradient for the level's own (the gradient bias of Miles and Mikolajczyk, BMVC 2020).
/// </summary>
/// <param name="Cosine">The cosine similarity of the two gradients, in [-1, 1]: 1 if they have the same direction, about 0 if they have
/// nothing to do with each other.</param>
/// <param name="SignAgreement">The fraction of filters whose two gradients have the same sign, in [0, 1]: about 0.5 if they have nothing to
/// do with each other.</param>
/// <remarks>
/// Both are computed for each group of filters and averaged over the groups, each weighed by its number of filters, so that a layer with
/// large gradients does not drown the others. Gradients are signed, of gates at the consumers' inputs (<see cref="GateForm.Consumers"/>),
/// and of the same batch.
/// </remarks>
public sealed record GradientAgreement(double Cosine, double SignAgreement)
{
    /// <summary>The agreement of two sets of gate gradients.</summary>
    /// <param name="own">For each group the level's gradients, <c>[F]</c>, one for each filter that is compared.</param>
    /// <param name="teacher">The teacher's of the same filters.</param>
    /// <returns>
    /// The weighted averages; a group in which a gradient vanishes altogether has cosine 0, and a zero has the sign of a zero only.
    /// </returns>
    /// <exception cref="ArgumentException">The lists are empty or do not match.</exception>
    public static GradientAgreement Of(IReadOnlyList<Tensor> own, IReadOnlyList<Tensor> teacher)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(teacher);
        if (own.Count == 0 || own.Count != teacher.Count)
        {
            throw new ArgumentException(
                $"There are gradients of {own.Count} and of {teacher.Count} groups; there must be as many of both, and one at least.",
                nameof(teacher));
        }
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        double cosine = 0, signs = 0;
        long filters = 0;
        foreach (var (a, b) in own.Zip(teacher))
        {
            Require(a, b);
            var (x, y) = (a.detach().to(float64), b.detach().to(float64, a.device));
            var numbers =
                stack(new List<Tensor> { (x * y).sum(), x.square().sum(), y.square().sum(), x.sign().eq(y.sign()).to(float64).sum() })
                .cpu()
                .data<double>()
                .ToArray();
            var lengths = Math.Sqrt(numbers[1]) * Math.Sqrt(numbers[2]);
            if (lengths != 0) cosine += x.shape[0] * Math.Clamp(numbers[0] / lengths, -1, 1);
            signs += numbers[3];
            filters += x.shape[0];
        }
        return new GradientAgreement(cosine / filters, signs / filters);
    }

    private static void Require(Tensor own, Tensor teacher)
    {
        if (own is null || teacher is null || own.dim() != 1 || teacher.dim() != 1 || own.shape[0] != teacher.shape[0] || own.shape[0] == 0)
        {
            throw new ArgumentException(
                $"Gradients of {Shape(own)} and {Shape(teacher)} cannot be compared; they must be [F] both, with F at least 1.",
                nameof(teacher));
        }
    }

    private static string Shape(Tensor? tensor) => tensor is null ? "null" : $"[{string.Join(", ", tensor.shape)}]";
}
