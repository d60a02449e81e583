using System.Globalization;

namespace HierKD;

/// <summary>A proposal of how many assistants a student needs and how large they are, from <see cref="TeacherChain.Plan"/>.</summary>
/// <remarks>
/// <para>
/// Two errors set the number of levels. The <em>capacity gap</em>: a student learns less from a teacher that is much larger than itself.
/// The <em>gradient bias</em>: the gate gradients of a larger network stand in for the level's own, in the cascaded rule and in the choice
/// of what is left for the level, and agree with them the less the larger it is. Both grow with the size ratio of neighbours, which is why
/// the ratio is the same everywhere: a chain is as good as its widest gap. Each further assistant narrows all gaps, and costs its own share
/// of every training step.
/// </para>
/// <para>
/// How well neighbours agree on a network and its data is not to be had from a formula: a run measures it for every level
/// (<c>GradientAgreement</c>). Where agreement is poor, plan again with a smaller gap; where it is high everywhere, a larger one saves
/// time.
/// </para>
/// </remarks>
public sealed record ChainPlan
{
    /// <summary>Neighbours whose sizes are further apart than this agree poorly on which filters matter.</summary>
    internal const double LargestGap = 2;

    /// <summary>A ratio such as 1 - 0.9 is not the decimal number that was meant; nobody means the difference.</summary>
    private const double Slack = 1e-9;

    internal ChainPlan(double studentRatio, double largestGap)
    {
        if (!(largestGap > 1 && double.IsFinite(largestGap)))
        {
            throw new ArgumentOutOfRangeException(nameof(largestGap), largestGap, string.Create(CultureInfo.InvariantCulture,
                $"largestGap is {largestGap}; it is how many times as much a teacher may keep as its " +
                $"student, and must be finite and above 1."));
        }
        // The chain checks the student's ratio.
        Chain = TeacherChain.Geometric(studentRatio, Assistants(studentRatio, largestGap));
        Gap = Chain.Gaps[0];
    }

    /// <summary>The proposed levels: the student, and assistants spaced geometrically up to the largest, which keeps everything.</summary>
    public TeacherChain Chain { get; }

    /// <summary>How many times as much each teacher keeps as its student.</summary>
    public double Gap { get; }

    /// <summary>Whether a gap is larger than another by more than rounding.</summary>
    internal static bool IsAbove(double gap, double largest) => gap > largest * (1 + Slack);

    /// <summary>The proposal as one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Chain.Assistants.Count} {(Chain.Assistants.Count == 1 ? "assistant" : "assistants")}, each level keeps " +
        $"{Gap:0.##}x less than its teacher: {Chain}");

    private static int Assistants(double studentRatio, double largestGap) => studentRatio is > 0 and < 1
        ? Math.Max(1, (int)Math.Ceiling(-Math.Log(1 - studentRatio) / Math.Log(largestGap) - Slack))
        : 1;
}
