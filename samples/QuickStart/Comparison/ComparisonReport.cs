using System.Globalization;
using System.Text;

namespace QuickStart.Comparison;

/// <summary>The results file as a page of Markdown.</summary>
internal static class ComparisonReport
{
    public static string Render(IReadOnlyList<Cell> cells)
    {
        if (cells.Count == 0) throw new InvalidOperationException("There are no results to render.");
        var protocol = cells[0].Protocol;
        var seeds = cells.Select(c => c.Seed).Distinct().Order().ToArray();
        var teachers = cells.DistinctBy(c => c.Seed).Select(c => 100 * c.TeacherTest).ToArray();
        var text = new StringBuilder();
        Line(text, $"# Fashion-MNIST: {protocol.Ratio:P0} of the filters removed");
        Line(text, $"");
        Line(text, $"{protocol.Images}. One VGG with batch-norm per seed (seeds {string.Join(", ", seeds)}; the seed also draws the validation split), trained for {protocol.TeacherEpochs} epochs, is pruned by each arm");
        Line(text, $"with the same budget (assistants: {protocol.Assistants}, joint epochs: {protocol.JointEpochs}, fine-tuning epochs: {protocol.FineTuneEpochs}). The arms differ from the first in what their name says.");
        Line(text, $"All choices see the validation split; the test set is read once for each network, when it is finished. Students are trained for more epochs than their teachers have been, on top of their weights.");
        Line(text, $"");
        Line(text, $"Test accuracy in per cent, mean ± standard deviation over seeds; the teachers' is {Spread(teachers)}.");
        Line(text, $"");
        Line(text, $"| arm | seeds | student | student − teacher, points | params | MACs | minutes |");
        Line(text, $"|---|---:|---:|---:|---:|---:|---:|");
        foreach (var arm in Arm.All)
        {
            var own = cells.Where(c => c.Arm == arm.Name).ToArray();
            if (own.Length == 0) continue;
            Line(text, $"| {arm.Description} | {own.Length} | {Spread(own.Select(c => 100 * c.StudentTest))} | {Spread(own.Select(c => 100 * (c.StudentTest - c.TeacherTest)), "+0.00;-0.00")} | {own.Average(c => (double)c.Parameters / c.OriginalParameters):P0} | {own.Average(c => (double)c.MultiplyAdds / c.OriginalMultiplyAdds):P0} | {own.Average(c => c.Seconds) / 60:0.0} |");
        }
        Line(text, $"");
        Line(text, $"Each seed, test accuracy in per cent:");
        Line(text, $"");
        var arms = Arm.All.Where(a => cells.Any(c => c.Arm == a.Name)).ToArray();
        Line(text, $"| seed | teacher | {string.Join(" | ", arms.Select(a => a.Description))} |");
        Line(text, $"|---:|---:|{string.Concat(arms.Select(_ => "---:|"))}");
        foreach (var seed in seeds)
        {
            var own = cells.Where(c => c.Seed == seed).ToArray();
            Line(text, $"| {seed} | {100 * own[0].TeacherTest:0.00} | {string.Join(" | ", arms.Select(a => own.FirstOrDefault(c => c.Arm == a.Name) is { } c ? Number(100 * c.StudentTest) : "–"))} |");
        }
        Line(text, $"");
        Line(text, $"Made by");
        Line(text, $"");
        Line(text, $"    ./build.sh sample --data FOLDER --compare {seeds.Length} --seed {seeds[0]} --arms {string.Join(" ", arms.Select(a => a.Name))} --ratio {protocol.Ratio} --assistants {protocol.Assistants} --teacher-epochs {protocol.TeacherEpochs} --joint-epochs {protocol.JointEpochs} --fine-tune-epochs {protocol.FineTuneEpochs}");
        Line(text, $"");
        Line(text, $"(FOLDER: the official files; Debian has them in the package dataset-fashion-mnist), with:");
        Line(text, $"");
        foreach (var origin in cells.Select(c => c.Provenance).Distinct())
        {
            Line(text, $"- HierKD {origin.Version}, {origin.Engine}, {origin.Device}, threads: {origin.Threads}, machine: {origin.Cores} cores of {origin.Machine}");
        }
        return text.ToString();
    }

    private static string Spread(IEnumerable<double> values, string format = "0.00")
    {
        var all = values.ToArray();
        var mean = all.Average();
        var deviation = all.Length < 2 ? "" : $" ± {Number(Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1)))}";
        return mean.ToString(format, CultureInfo.InvariantCulture) + deviation;
    }

    private static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
