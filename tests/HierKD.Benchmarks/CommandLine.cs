using System.CommandLine;
using HierKD.Benchmarks.Formats;
using HierKD.Benchmarks.Parts;
using HierKD.Benchmarks.Profiles;
using HierKD.Benchmarks.Rows;
using HierKD.Benchmarks.Widths;
using HierKD.Benchmarks.Workloads;

namespace HierKD.Benchmarks;

/// <summary>The options, their defaults and descriptions.</summary>
internal static class CommandLine
{
    public static RootCommand Create(
        Func<BenchmarkSettings, int> run, Func<PartSettings, int> parts, Func<FormatSettings, int> formats,
        Func<WidthSettings, int> widths, Func<ProfileSettings, int> profile)
    {
        var names = new Argument<string[]>("name")
        {
            Description =
                $"Comparisons whose name contains one of these; all if there is none. There are " +
                $"{string.Join(", ", BenchmarkCatalog.All.Select(b => b.Name))}",
            DefaultValueFactory = _ => []
        };
        var rounds = new Option<int>("--rounds") { Description = "How often each side has its turn", DefaultValueFactory = _ => 9 };
        rounds.Validators.Add(WorkCommand.RequirePositive);
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
        root.Subcommands.Add(WorkCommand.Create(device));
        root.Subcommands.Add(PartsCommand(parts));
        root.Subcommands.Add(FormatsCommand(formats, device));
        root.Subcommands.Add(WidthsCommand(widths, device));
        root.Subcommands.Add(ProfileCommand(profile));
        return root;
    }

    private static Command FormatsCommand(Func<FormatSettings, int> formats, Option<string> device)
    {
        var networks = NetworksArgument("all");
        var threads = new Option<int[]>("--threads")
        {
            Description = "Threads of torch, one number after the other",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 2],
        };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>() is { } all && all.Any(n => n < 1)) result.AddError("--threads has to be at least 1.");
        });
        var batch = new Option<int>("--batch") { Description = "The samples of a batch", DefaultValueFactory = _ => 64 };
        batch.Validators.Add(WorkCommand.RequirePositive);
        var results = new Option<string>("--results")
        {
            Description = "The .json file whose rows are replaced; a page is written beside it",
            DefaultValueFactory = _ => Path.Combine("docs", "results", "performance-formats.json")
        };
        var command = new Command("formats", "Shows which memory format and precision is the fastest on this processor.")
        {
            networks, threads, batch, results
        };
        command.SetAction(line => formats(new(
            line.GetValue(networks)!, line.GetValue(threads)!, line.GetValue(batch), line.GetValue(device)!, line.GetValue(results)!)));
        return command;
    }

    private static Command ProfileCommand(Func<ProfileSettings, int> profile)
    {
        var networks = NetworksArgument("vgg16 and resnet56");
        var steps = new Option<int>("--steps") { Description = "How many steps are looked at", DefaultValueFactory = _ => 10 };
        steps.Validators.Add(WorkCommand.RequirePositive);
        var results = new Option<string>("--results")
        {
            Description = "The .json file whose rows are replaced; a page is written beside it",
            DefaultValueFactory = _ => Path.Combine("docs", "results", "performance-profile.json")
        };
        var command = new Command("profile", "Shows where the time of a joint step goes.") { networks, steps, results };
        command.SetAction(line => profile(new(line.GetValue(networks)!, line.GetValue(steps), line.GetValue(results)!)));
        return command;
    }

    private static Command WidthsCommand(Func<WidthSettings, int> widths, Option<string> device)
    {
        var networks = NetworksArgument("vgg16 and resnet56");
        var keep = new Option<int[]>("--keep")
        {
            Description = "How many per cent of the multiply-adds students keep, one number after the other",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [50, 25],
        };
        keep.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>() is not { } all || all.All(n => n is >= 1 and <= 99)) return;
            result.AddError("--keep has to be 1 to 99.");
        });
        var batch = new Option<int>("--batch") { Description = "The samples of a batch", DefaultValueFactory = _ => 64 };
        var threads = new Option<int>("--threads") { Description = "Threads of torch", DefaultValueFactory = _ => 1 };
        var rounds = new Option<int>("--rounds") { Description = "How often each student has its turn", DefaultValueFactory = _ => 15 };
        foreach (var option in new[] { batch, threads, rounds }) option.Validators.Add(WorkCommand.RequirePositive);
        var results = new Option<string>("--results")
        {
            Description = "The .json file whose rows are replaced; a page is written beside it",
            DefaultValueFactory = _ => Path.Combine("docs", "results", "performance-widths.json")
        };
        var command = new Command("widths", "Shows what TimedWidths brings here, beside rounded widths and the best there are.")
        {
            networks, keep, batch, threads, rounds, results
        };
        command.SetAction(line => widths(new(
            line.GetValue(networks)!, line.GetValue(keep)!, line.GetValue(batch), line.GetValue(threads), line.GetValue(rounds),
            line.GetValue(device)!, line.GetValue(results)!)));
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

    /// <param name="unasked">Which they are if none is named, in words.</param>
    private static Argument<string[]> NetworksArgument(string unasked) =>
        new Argument<string[]>("network") { Description = $"Which networks; {unasked} if there is none", DefaultValueFactory = _ => [] }
            .AcceptOnlyFromAmong([.. Networks.Names]);
}
