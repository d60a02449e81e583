using System.CommandLine;
using System.CommandLine.Parsing;
using HierKD.Benchmarks.Workloads;

namespace HierKD.Benchmarks;

/// <summary>What a program that compares tells its other processes.</summary>
internal static class WorkCommand
{
    /// <param name="device">The option that says where to compute.</param>
    public static Command Create(Option<string> device)
    {
        var name = new Argument<string>("work");
        var network = new Argument<string>("network");
        var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 64 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 1 };
        batch.Validators.Add(RequirePositive);
        threads.Validators.Add(RequirePositive);
        var command = new Command("work", "One side of a comparison, for a process that is told when.") { name, network, batch, threads };
        command.Hidden = true;
        command.SetAction(line => WorkLoop.Run(new WorkSettings(
            line.GetValue(name)!, line.GetValue(network)!, line.GetValue(batch), line.GetValue(threads), line.GetValue(device)!)));
        return command;
    }

    /// <summary>For numbers of which there is one at least.</summary>
    public static void RequirePositive(OptionResult result)
    {
        if (result.GetValueOrDefault<int>() is not (< 1 and var value)) return;
        result.AddError($"{result.Option.Name} is {value}; it must be at least 1.");
    }
}
