using HierKD.Samples;
using Study.Cells;
using Study.Rendering.Results;

namespace HierKD.Tests.Samples.Study;

/// <summary>A grid and results whose tables can be worked out by hand.</summary>
internal static class MadeUpStudy
{
    private static readonly Provenance Where = new("0.1.0+0123456789abcdef", "TorchSharp 1.0", "a machine", 2, 1, "cpu");

    public static PlannedCell Cell(string part, string arm, int seed, double keep = 0.05, string? told = null) =>
        new(part, $"net/keep{keep}/{arm}/seed{seed}#{told ?? arm}", "net", "A net on data", arm, $"the arm {arm}", keep, 12, seed);

    /// <summary>A finished cell; a second test accuracy is that of an assistant which keeps half.</summary>
    public static CellResult Result(
        PlannedCell cell, double original, double student, double? assistant = null, GradientAgreement? agreement = null)
    {
        List<LevelResult> levels = [new("student", 0.1, 1000, 100_000, 0.05, 0.5, student, agreement)];
        if (assistant is { } test) levels.Add(new LevelResult("assistant 1", 0.6, 5000, 1_000_000, 0.5, 0.6, test, null));
        return new CellResult(
            cell.Key, cell.Part,
            new CellSettings(cell.Task, cell.Arm, cell.Says, cell.Keep, cell.Seed, 12, "chain", "scorer", "loss", 0.4, 1, 0.05, 9000),
            original, original, levels, 100, 90, 10 * cell.Seed,
            $"dotnet run --project samples/Study -c Release -- --only {cell.Part}", new DateTime(2026, 1, cell.Seed), Where);
    }
}
