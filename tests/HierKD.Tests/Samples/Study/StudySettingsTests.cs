using Study;

namespace HierKD.Tests.Samples.Study;

/// <summary>Results of trials stay out of the documentation.</summary>
public sealed class StudySettingsTests
{
    private static readonly StudySettings Settings =
        new("quick", "", Path.Combine("docs", "results", "study-quick.jsonl"), "", null, (1, 1), "cpu", 1, false, null, null, 1);

    public static TheoryData<string> Reductions => ["images", "epochs", "budget"];

    [Theory]
    [MemberData(nameof(Reductions))]
    public void A_smaller_study_needs_results_of_its_own(string what)
    {
        var reduced = what switch
        {
            "images" => Settings with { TrainImages = 300 },
            "epochs" => Settings with { OriginalEpochs = 1 },
            _ => Settings with { Budget = 0.5 },
        };
        Assert.Contains("--results", Assert.Throws<ArgumentException>(reduced.RequireOwnResults).Message, StringComparison.Ordinal);
        (reduced with { Results = "trial.jsonl" }).RequireOwnResults();
    }

    [Fact]
    public void The_whole_study_does_not() => Settings.RequireOwnResults();
}
