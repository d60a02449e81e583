using System.CommandLine;
using HierKD.Benchmarks;

namespace HierKD.Cuda;

/// <summary>The options, their defaults and descriptions.</summary>
internal static class CommandLine
{
    /// <summary>Says the same as <c>--torch</c>, to the processes that this one starts.</summary>
    public const string TorchVariable = "HIERKD_TORCH";

    /// <param name="torch">Gets the option with the folder of libtorch.</param>
    /// <param name="device">Gets the option that says where to compute.</param>
    /// <param name="run">What is to be done.</param>
    public static RootCommand Create(Func<CudaSettings, int> run, out Option<string?> torch, out Option<string> device)
    {
        var folder = torch = new("--torch")
        {
            Description = "The folder of a PyTorch wheel (.../site-packages/torch), or one with libtorch's libraries",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(TorchVariable),
            Recursive = true,
        };
        var where = device = new Option<string>("--device")
        {
            Description = "Where to compute",
            DefaultValueFactory = _ => "cuda",
            Recursive = true,
        }.AcceptOnlyFromAmong("cpu", "cuda");
        var data = new Option<string?>("--data") { Description = "The folder of CIFAR-10's binary files; a little made-up data without" };
        var minutes = Number("--minutes", "How long VGG16 on CIFAR-10 may take; the same command goes on where it was", 60);
        var results = new Option<string>("--results")
        {
            Description = "The folder for what comes of it",
            DefaultValueFactory = _ => "hierkd-results",
        };
        var rows = new Option<string[]>("--rows")
        {
            Description = "Comparisons whose name contains one of these; all without, 'none' for none",
            DefaultValueFactory = _ => [],
            AllowMultipleArgumentsPerToken = true,
        };
        var rounds = Number("--rounds", "How often each side of a comparison has its turn", 5);
        var python = new Option<string?>("--python") { Description = "The Python that has the wheel; by default the one it lies under" };
        var root = new RootCommand("Runs HierKD's tests that take a device, its benchmarks and VGG16 on CIFAR-10 over a libtorch of yours.")
        {
            folder, data, minutes, where, results, rows, rounds, python,
        };
        root.SetAction(line => run(new(
            line.GetValue(folder), line.GetValue(data), line.GetValue(minutes), line.GetValue(where)!, line.GetValue(results)!,
            line.GetValue(rows)!, line.GetValue(rounds), line.GetValue(python))));
        root.Subcommands.Add(WorkCommand.Create(where));
        return root;
    }

    private static Option<int> Number(string name, string description, int value)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(WorkCommand.RequirePositive);
        return option;
    }
}
