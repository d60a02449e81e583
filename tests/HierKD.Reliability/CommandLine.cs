using System.CommandLine;
using HierKD.Reliability.Mutations;
using HierKD.Reliability.Readers;
using HierKD.Reliability.Throws;

namespace HierKD.Reliability;

/// <summary>The commands, their options, defaults and descriptions.</summary>
internal static class CommandLine
{
    public static RootCommand Create(
        Func<AttackSettings, int> kills, Func<MutationSettings, int> mutations, Func<AttackSettings, int> fullDisk,
        Func<ThrowSettings, int> throws)
    {
        var root = new RootCommand("Attacks HierKD: kills its runs, damages its files, fills its disk, throws out of its callbacks.");
        Add(root, "kills", "Kills runs at random moments, and starts them again until they are complete.", 200, kills);
        Add(root, "full-disk", "Runs on a disk that is full now and then.", 50, fullDisk);
        root.Subcommands.Add(MutationsCommand(mutations));
        root.Subcommands.Add(ThrowsCommand(throws));
        root.Subcommands.Add(WorkCommand.Create());
        return root;
    }

    private static void Add(RootCommand root, string name, string description, int count, Func<AttackSettings, int> run)
    {
        var (command, read) = Common(name, description, count);
        command.SetAction(line => run(read(line)));
        root.Subcommands.Add(command);
    }

    private static Command MutationsCommand(Func<MutationSettings, int> run)
    {
        var (command, read) = Common("mutations", "Has every reader read files that are damaged in some way.", 1_000_000);
        var reader = new Option<string[]>("--reader")
        {
            Description = "Which readers; all if there is none",
            DefaultValueFactory = _ => [.. ReaderCatalog.Names],
            AllowMultipleArgumentsPerToken = true,
        };
        reader.AcceptOnlyFromAmong([.. ReaderCatalog.Names]);
        var only = new Option<long?>("--only") { Description = "The number of a single mutation, which is repeated here; its file stays" };
        var processes = new Option<int>("--processes")
        {
            Description = "How many processes read at once",
            DefaultValueFactory = _ => Math.Max(1, Environment.ProcessorCount),
        };
        processes.Validators.Add(WorkCommand.RequirePositive);
        command.Options.Add(reader);
        command.Options.Add(only);
        command.Options.Add(processes);
        command.SetAction(line => run(new MutationSettings(
            read(line), line.GetValue(reader)!, line.GetValue(only), line.GetValue(processes))));
        return command;
    }

    private static Command ThrowsCommand(Func<ThrowSettings, int> run)
    {
        var (command, read) = Common("throws", "Throws, and cancels, out of each call of the user's own parts in turn.", 1000);
        var only = new Option<long?>("--only") { Description = "The number of a single call" };
        command.Options.Add(only);
        command.SetAction(line => run(new ThrowSettings(read(line), line.GetValue(only))));
        return command;
    }

    private static (Command Command, Func<ParseResult, AttackSettings> Read) Common(string name, string description, int count)
    {
        var seed = new Option<int>("--seed") { Description = "What the random choices follow from", DefaultValueFactory = _ => 1 };
        var counts = new Option<int>("--count") { Description = "How many attacks", DefaultValueFactory = _ => count };
        counts.Validators.Add(WorkCommand.RequirePositive);
        var results = new Option<string>("--results")
        {
            Description = "The .json file whose row is replaced; a page is written beside it",
            DefaultValueFactory = _ => Path.Combine("docs", "results", "reliability.json"),
        };
        var command = new Command(name, description) { seed, counts, results };
        return (command, line => new AttackSettings(line.GetValue(seed), line.GetValue(counts), line.GetValue(results)!));
    }
}
