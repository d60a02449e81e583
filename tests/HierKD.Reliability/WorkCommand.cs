using System.CommandLine;
using System.CommandLine.Parsing;
using HierKD.Reliability.Disks;
using HierKD.Reliability.Mutations;
using HierKD.Reliability.Readers;
using HierKD.Reliability.Runs;

namespace HierKD.Reliability;

/// <summary>What this program tells its other processes.</summary>
internal static class WorkCommand
{
    public static Command Create()
    {
        var command = new Command("work", "What other processes of this program do.") { Run(), Mutate(), Disk() };
        command.Hidden = true;
        return command;
    }

    /// <summary>For numbers of which there is one at least.</summary>
    public static void RequirePositive(OptionResult result)
    {
        if (result.GetValueOrDefault<int>() is not (< 1 and var value)) return;
        result.AddError($"{result.Option.Name} is {value}; it must be at least 1.");
    }

    private static Command Run()
    {
        var folder = new Option<string>("--folder") { Required = true };
        var padding = new Option<int>("--padding") { Required = true };
        var keep = new Option<bool>("--keep");
        var waits = new Option<bool>("--waits");
        var command = new Command("run") { folder, padding, keep, waits };
        command.SetAction(line => new RunWork(new RunWorkSettings(
            line.GetValue(folder)!, line.GetValue(padding), line.GetValue(keep), line.GetValue(waits))).Run());
        return command;
    }

    private static Command Mutate()
    {
        var reader = new Option<string>("--reader") { Required = true };
        reader.AcceptOnlyFromAmong([.. ReaderCatalog.Names]);
        var seed = new Option<int>("--seed") { Required = true };
        var from = new Option<long>("--from") { Required = true };
        var count = new Option<int>("--count") { Required = true };
        var place = new Option<string>("--place") { Required = true };
        var command = new Command("mutate") { reader, seed, from, count, place };
        command.SetAction(line => MutationWork.Run(new MutationWorkSettings(
            line.GetValue(reader)!, line.GetValue(seed), line.GetValue(from), line.GetValue(count), line.GetValue(place)!)));
        return command;
    }

    private static Command Disk()
    {
        var seed = new Option<int>("--seed") { Required = true };
        var count = new Option<int>("--count") { Required = true };
        var command = new Command("full-disk") { seed, count };
        command.SetAction(line => DiskWork.Run(line.GetValue(seed), line.GetValue(count)));
        return command;
    }
}
