using System.CommandLine;
using HierKD;
using QuickStart.Comparison;

namespace QuickStart;

/// <summary>The options, their defaults and their descriptions.</summary>
internal static class CommandLine
{
    private static readonly Dictionary<string, Measure> Measures = new()
    {
        ["filters"] = Measure.Filters,
        ["parameters"] = Measure.Parameters,
        ["multiply-adds"] = Measure.MultiplyAdds,
        ["latency"] = Measure.Latency,
    };

    public static RootCommand Create(Func<Settings, int> recipe, Func<Settings, ComparisonSettings, int> comparison)
    {
        var data = new Option<string>("--data") { Description = "Folder with Fashion-MNIST's four IDX files, gzip or not; by default the subset that comes with the sample" };
        var seed = Number("--seed", "Seed of the split, the weights and the order of the data", 1, least: 0);
        var ratio = new Option<double>("--ratio") { Description = "Fraction to remove", DefaultValueFactory = _ => 0.6 };
        var measure = new Option<string>("--measure") { Description = "What --ratio is a fraction of", DefaultValueFactory = _ => "filters" }.AcceptOnlyFromAmong([.. Measures.Keys]);
        var assistants = Number("--assistants", "Assistants between the original and the student", 2, least: 0);
        var teacherEpochs = Number("--teacher-epochs", "Epochs of the network that is to be pruned", 5, least: 1);
        var jointEpochs = Number("--joint-epochs", "Epochs of all levels together, while they shrink", 3, least: 1);
        var fineTuneEpochs = Number("--fine-tune-epochs", "Epochs of the student alone", 4, least: 0);
        var threads = Number("--threads", "Threads of torch; by default one for each core", Environment.ProcessorCount, least: 1);
        var output = new Option<string>("--output") { Description = "Where the pruned network is saved", DefaultValueFactory = _ => "fashion-mnist-small.hierkd" };
        var device = new Option<string>("--device") { Description = "Where to compute", DefaultValueFactory = _ => "cpu" }.AcceptOnlyFromAmong("cpu", "cuda");
        var compare = new Option<int?>("--compare") { Description = "Instead, compare the arms over this many seeds, from --seed on; 0 only renders the results that are there" };
        var arms = new Option<string[]>("--arms")
        {
            Description = "What --compare compares",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => ["hierkd", "no-distillation", "magnitude"],
        }.AcceptOnlyFromAmong(Arm.All.Select(a => a.Name).ToArray());
        var results = new Option<string>("--results") { Description = "The .jsonl file in which --compare records; a table is rendered beside it", DefaultValueFactory = _ => "docs/results/quickstart-fashion-mnist.jsonl" };
        var teachers = new Option<string>("--teachers") { Description = "Folder in which --compare keeps the teachers", DefaultValueFactory = _ => "artifacts/quickstart-teachers" };

        var root = new RootCommand("Trains a small VGG on Fashion-MNIST, removes 60 % of its filters with HierKD, saves what is left, and loads it back.")
        {
            data, seed, ratio, measure, assistants, teacherEpochs, jointEpochs, fineTuneEpochs, threads, output, device, compare, arms, results, teachers,
        };
        root.SetAction(line =>
        {
            var settings = new Settings(
                line.GetValue(data) ?? Settings.BundledData, line.GetValue(seed), line.GetValue(ratio), Measures[line.GetValue(measure)!], line.GetValue(assistants), line.GetValue(teacherEpochs), line.GetValue(jointEpochs),
                line.GetValue(fineTuneEpochs), line.GetValue(threads), line.GetValue(output)!, line.GetValue(device)!);
            return line.GetValue(compare) is { } seeds
                ? comparison(settings, new ComparisonSettings(seeds, line.GetValue(arms)!, line.GetValue(results)!, line.GetValue(teachers)!))
                : recipe(settings);
        });
        root.Subcommands.Add(MakeSubset());
        return root;
    }

    private static Command MakeSubset()
    {
        var from = new Option<string>("--from") { Description = "Folder with the full files", Required = true };
        var to = new Option<string>("--to") { Description = "Folder to write to", Required = true };
        var train = Number("--train", "Training images", 10_000, least: 640);
        var test = Number("--test", "Test images", 2_000, least: 640);
        var command = new Command("make-subset", "Makes the data that comes with the sample: of each class the first images.") { from, to, train, test };
        command.SetAction(line => Subset.Make(line.GetValue(from)!, line.GetValue(to)!, line.GetValue(train), line.GetValue(test)));
        return command;
    }

    private static Option<int> Number(string name, string description, int standard, int least)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && value < least) result.AddError($"{name} is {value}; it must be at least {least}.");
        });
        return option;
    }
}
