using System.CommandLine;
using HierKD.Benchmarks.Parts;
using HierKD.Benchmarks.Rows;

namespace HierKD.Benchmarks;

/// <summary>The options, their defaults and descriptions.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<BenchmarkSettings, int> run, Func<WorkSettings, int> work, Func<PartSettings, int> parts)
    {
        var names = new Argument<string[]>("name")
        {
            Description =
                $"Comparisons whose name contains one of these; all if there is none. There are " +
                $"{string.Join(", ", BenchmarkCatalog.All.Select(b => b.Name))}",
            DefaultValueFactory = _ => []
        };
        var rounds =
            Positive(new Option<int>("--rounds") { Description = "How often each side has its turn", DefaultValueFactory = _ => 9 });
        var seconds = new Option<double>("--seconds") { Description = "About how long a turn takes", DefaultValueFactory = _ => 2 };
        var results = new Option<string>("--results")
        {
            Description = "The .json file whose rows are replaced; a page is written beside it",
            DefaultValueFactory = _ => Path.Combine("docs", "results", "performance.json")
        };
        var device = new Option<string>("--device") { Description = "Where to compute", DefaultValueFactory = _ => "cpu", Recursive = true }
            .AcceptOnlyFromAmong("cpu", "cuda");
        var python =
            new Option<string>("--python") { Description = "The Python that has PyTorch", DefaultValueFactory = _ => "/usr/bin/python3" };
        var torchPruning = new Option<string?>("--torch-pruning")
        {
            Description =
            "The folder of Torch-Pruning's source (github.com/VainF/Torch-Pruning), for the comparisons with it"
        };
        var root = new RootCommand("Measures HierKD side by side with what one would use instead, in processes that take turns.")
        {
            names, rounds, seconds, results, device, python, torchPruning
        };
        root.SetAction(line => run(new(
            line.GetValue(names)!, line.GetValue(rounds), line.GetValue(seconds), line.GetValue(results)!, line.GetValue(device)!,
            line.GetValue(python)!, line.GetValue(torchPruning))));
        root.Subcommands.Add(Work(work, device));
        root.Subcommands.Add(PartsCommand(parts));
        return root;
    }

    /// <summary>What the program tells its other processes.</summary>
    private static Command Work(Func<WorkSettings, int> work, Option<string> device)
    {
        var name = new Argument<string>("work");
        var network = new Argument<string>("network");
        var batch = Positive(new Option<int>("--batch") { DefaultValueFactory = _ => 64 });
        var threads = Positive(new Option<int>("--threads") { DefaultValueFactory = _ => 1 });
        var command = new Command("work", "One side of a comparison, for a process that is told when.") { name, network, batch, threads };
        command.Hidden = true;
        command.SetAction(line =>
            work(new(line.GetValue(name)!, line.GetValue(network)!, line.GetValue(batch), line.GetValue(threads), line.GetValue(device)!)));
        return command;
    }

    private static Command PartsCommand(Func<PartSettings, int> parts)
    {
        var names = new Argument<string[]>("name")
        {
            Description =
                $"Parts whose name contains one of these; all if there is none. There are " +
                $"{string.Join(", ", PartRun.All.Select(p => p.Name))}",
            DefaultValueFactory = _ => []
        };
        var results = new Option<string>("--results")
        {
            Description =
            "The page to write",
            DefaultValueFactory = _ => Path.Combine("docs", "results", "performance-parts.md")
        };
        var command = new Command("parts", "Times small parts, each beside its baseline, with BenchmarkDotNet.") { names, results };
        command.SetAction(line => parts(new(line.GetValue(names)!, line.GetValue(results)!)));
        return command;
    }

    private static Option<int> Positive(Option<int> option)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 and var value) result.AddError($"{option.Name} is {value}; it must be at least 1.");
        });
        return option;
    }
}
