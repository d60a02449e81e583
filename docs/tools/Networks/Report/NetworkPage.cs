using System.Globalization;
using System.Text;

namespace HierKD.Networks;

/// <summary>The results as a page of Markdown.</summary>
internal static class NetworkPage
{
    public static string Render(SurveyResults results)
    {
        var text = new StringBuilder();
        Introduction(text, results);
        Table(text, results.Networks);
        Locks(text, [.. results.Networks.Where(n => n.Locks.Any(l => !l.IsOutput))]);
        Refusals(text, [.. results.Networks.Where(n => n.Refused is not null)]);
        Published(text, [.. results.Networks.Where(n => n.PublishedGiga is not null && n.Refused is null)]);
        Origin(text, results.Provenance);
        return text.ToString();
    }

    private static void Introduction(StringBuilder text, SurveyResults results) => text.Append(CultureInfo.InvariantCulture, $"""
        # What can be removed of which network

        `FilterGraph.Discover` looks at each network of `tests/HierKD.Models`, first layer included (`PruneFirstLayer`), on one sample.
        Weights, biases, scales and statistics are random, so that every channel has an effect; accuracy is no subject here.
        Then half of the filters of every group, drawn at random, are removed, and what is left is checked apart from discovery's own
        trial: the small network is saved, loaded into a freshly made one, and compared on two other samples with the whole network whose
        removed filters are masked at their consumers' inputs; and its parameters and multiply-adds are counted as it runs.
        {results.Networks.Count(n => n.Refused is null)} networks were pruned,
        {results.Networks.Count(n => n.Refused is not null)} were refused, {Mistakes(results)}.

        | column | what it says |
        |---|---|
        | params, MACs | parameters, and multiply-adds of convolutions and linear layers for one sample; a multiply-add counts once |
        | filters, groups | a *filter* is one channel, or coupled channels of several layers; those of a *group* touch the same layers |
        | search | the filters that the search offers before their removal is tried, where they differ: what fails stays, or goes in pairs |
        | locked | output channels of layers that stay; the last layer's always do. Why the others do is below |
        | s, s search | seconds of discovery, with the trial of removal and without; threads: {results.Provenance.Threads} |
        | verified | the trial of removal inside discovery: slim and masked model agree, in float64 |
        | half: params, MACs | what is left of them once half of each group's filters are removed |
        | half: difference | between the outputs of the cut and the masked network, relative to the largest output, in float64 |


        """);

    private static string Mistakes(SurveyResults results)
    {
        var wrong = results.Networks.Where(n => n.Mistakes.Count > 0).ToArray();
        return wrong.Length == 0
            ? "nothing was wrong"
            : $"**{wrong.Length} failed a check: {string.Join("; ", wrong.Select(n => $"{n.Network} ({n.Mistakes[0].Split('\n')[0]})"))}**";
    }

    private static void Table(StringBuilder text, IReadOnlyList<NetworkRow> rows)
    {
        Line(
            text,
            "| network | input | params | MACs | groups | filters | search | locked | s | s search | verified | half: params | half: " +
            "MACs | half: difference |");
        Line(text, "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|---:|---:|---:|");
        foreach (var n in rows)
        {
            string[] cells = n.Refused is not null
                ? [n.Network, n.Input, NumberText.Amount(n.Parameters), "refused, see below", .. Enumerable.Repeat("", 10)]
                : [
                    n.Network, n.Input, NumberText.Amount(n.Parameters), NumberText.Amount(n.MultiplyAdds), $"{n.Groups}", $"{n.Filters}",
                    n.FiltersBeforeVerification == n.Filters ? "" : $"{n.FiltersBeforeVerification}", $"{n.LockedChannels}",
                    NumberText.Seconds(n.Seconds), NumberText.Seconds(n.SecondsWithoutVerification), n.Verified ? "yes" : "no",
                    Numbers.Share(n.ParametersAfter, n.Parameters), Numbers.Share(n.MultiplyAddsAfter, n.MultiplyAdds),
                    Numbers.Difference(n),
                ];
            Line(text, $"| {string.Join(" | ", cells)} |");
        }
        Line(text);
    }

    private static void Locks(StringBuilder text, IReadOnlyList<NetworkRow> rows)
    {
        if (rows.Count == 0) return;
        Line(text, "## What stays, and why");
        Line(text);
        Line(
            text,
            "Beside the channels of the last layer, which are the model's outputs. The reasons are those of `FilterGraph.Locks`; '…' " +
            "stands for a layer's name.");
        Line(text);
        Line(text, "| network | channels | of layers | such as | reason |");
        Line(text, "|---|---:|---:|---|---|");
        foreach (var n in rows)
        {
            foreach (var l in n.Locks.Where(l => !l.IsOutput))
            {
                Line(text, $"| {n.Network} | {l.Channels} | {l.Layers.Count} | `{l.Layers[0]}` | {Cell(l.Reason)} |");
            }
        }
        Line(text);
    }

    private static void Refusals(StringBuilder text, IReadOnlyList<NetworkRow> rows)
    {
        if (rows.Count == 0) return;
        Line(text, "## What is refused");
        Line(text);
        Line(text, "| network | message |");
        Line(text, "|---|---|");
        foreach (var n in rows) Line(text, $"| {n.Network} | {Cell(n.Refused!)} |");
        Line(text);
    }

    private static void Published(StringBuilder text, IReadOnlyList<NetworkRow> rows)
    {
        if (rows.Count == 0) return;
        Line(text, "## Multiply-adds beside torchvision's");
        Line(text);
        Line(
            text,
            "Each layer's multiply-adds are those that PyTorch's hooks count on the same network " +
            "(`tests/HierKD.Tests/Models/Reference`); the command fails if one differs.");
        Line(
            text,
            "Beside the sum stands what torchvision states in its weights' metadata (`_ops`, in billions, torchvision 0.15 and later).");
        Line(text);
        Line(text, "| network | layers compared | here | torchvision | why it differs |");
        Line(text, "|---|---:|---:|---:|---|");
        foreach (var n in rows)
        {
            var differs = Math.Abs(n.MultiplyAdds / 1e9 - n.PublishedGiga!.Value) > 0.00051;
            Line(
                text,
                $"| {n.Network} | {n.ReferenceLayers} | {n.MultiplyAdds / 1e9:0.000} | {n.PublishedGiga:0.000} | " +
                $"{(differs ? n.WhyPublishedDiffers : "the same")} |");
        }
        Line(text);
    }

    private static void Origin(StringBuilder text, Provenance origin)
    {
        Line(text, "Made by");
        Line(text);
        Line(text, $"    {origin.Command}");
        Line(text);
        Line(
            text,
            $"with HierKD {origin.Version}, {origin.TorchSharp}, threads: {origin.Threads}, seed: {origin.Seed}, machine: {origin.Cores} " +
            $"cores of {origin.Machine}. All figures are in the .json file beside this page, every locked layer by name.");
    }

    private static string Cell(string value) => value.Replace("|", "\\|", StringComparison.Ordinal).Replace('\n', ' ');

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
