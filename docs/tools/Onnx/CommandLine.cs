using System.CommandLine;
using HierKD.OnnxSurvey.Catalog;
using HierKD.OnnxSurvey.Export;
using HierKD.OnnxSurvey.Latency;
using HierKD.Samples;

namespace HierKD.OnnxSurvey;

/// <summary>The commands, their options, defaults and descriptions.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<ExportSettings, int> export, Func<LatencySettings, int> latency)
    {
        var seed = OptionOf.Number("--seed", "Seed of the weights, the inputs and of what is pruned", 1, least: 0);
        seed.Recursive = true;
        var results = new Option<string>("--results")
        {
            Description = "The .json file whose rows are replaced; a page is written beside it",
            DefaultValueFactory = _ => Path.Combine("docs", "results", "onnx.json"),
            Recursive = true,
        };
        var root = new RootCommand("Holds files that HierKD.Onnx writes against TorchSharp: what they compute, and how fast.")
        {
            seed, results
        };
        root.Subcommands.Add(ExportCommand(export, seed, results));
        root.Subcommands.Add(LatencyCommand(latency, seed, results));
        root.Subcommands.Add(ProcessCommand(seed));
        return root;
    }

    private static Command ExportCommand(Func<ExportSettings, int> export, Option<int> seed, Option<string> results)
    {
        var only = Only(OnnxCatalog.All.Select(n => n.Name));
        var command = new Command("export", "Exports every network, and compares the file in ONNX Runtime with the network.") { only };
        command.SetAction(line => export(new(line.GetValue(only)!, line.GetValue(seed), line.GetValue(results)!)));
        return command;
    }

    private static Command LatencyCommand(Func<LatencySettings, int> latency, Option<int> seed, Option<string> results)
    {
        var only = Only(LatencyCatalog.All.Select(n => n.Name));
        var rounds = OptionOf.Number("--rounds", "How often each has its turn", LatencySettings.Standard.Rounds, least: 1);
        var seconds = new Option<double>("--seconds")
        {
            Description = "About how long a turn takes; a forward at least",
            DefaultValueFactory = _ => LatencySettings.Standard.Seconds,
        };
        var command = new Command("latency", "Times some networks, whole and pruned, in TorchSharp and in ONNX Runtime.")
        {
            only, rounds, seconds
        };
        command.SetAction(line => latency(new(
            line.GetValue(only)!, line.GetValue(rounds), line.GetValue(seconds), line.GetValue(seed), line.GetValue(results)!)));
        return command;
    }

    private static Command ProcessCommand(Option<int> seed)
    {
        var name = new Argument<string>("network");
        var command = new Command(ExportProcess.Command, "One network, for a process of its own that says what it found.") { name };
        command.Hidden = true;
        command.SetAction(line => ExportProcess.Work(line.GetValue(name)!, line.GetValue(seed)));
        return command;
    }

    private static Option<string[]> Only(IEnumerable<string> names) => new Option<string[]>("--only")
    {
        Description = "These networks alone; the rows of the others stay as they are",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    }
        .AcceptOnlyFromAmong([.. names]);
}
