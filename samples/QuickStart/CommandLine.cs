using System.CommandLine;
using HierKD;
using HierKD.Samples;

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

    public static RootCommand Create(Func<Settings, int> run)
    {
        var data = new Option<string>("--data")
        {
            Description =
            "Folder with Fashion-MNIST's four IDX files, gzip or not; by default the subset that comes with the sample"
        };
        var seed = OptionOf.Number("--seed", "Seed of the split, the weights and the order of the data", 1, least: 0);
        var ratio = OptionOf.Between("--ratio", "Fraction to remove", 0.6, above: 0, below: 1);
        var measure = new Option<string>("--measure")
        {
            Description = "What --ratio is a fraction of",
            DefaultValueFactory = _ => "filters"
        }.AcceptOnlyFromAmong([.. Measures.Keys]);
        var assistants = OptionOf.Number("--assistants", "Assistants between the original and the student", 1, least: 0);
        var teacherEpochs = OptionOf.Number("--original-epochs", "Epochs of the network that is to be pruned", 5, least: 1);
        var jointEpochs = OptionOf.Number("--joint-epochs", "Epochs of all levels together, while they shrink", 3, least: 1);
        var fineTuneEpochs = OptionOf.Number("--fine-tune-epochs", "Epochs of the student alone", 8, least: 0);
        var threads = OptionOf.Number("--threads", "Threads of torch; by default one for each core", Environment.ProcessorCount, least: 1);
        var output = new Option<string>(
            "--output")
        { Description = "Where the pruned network is saved", DefaultValueFactory = _ => "fashion-mnist-small.hierkd" };
        var report = new Option<string?>("--report")
        {
            Description =
            "Where the report is saved, a page for any browser; by default beside the pruned network, ending in .html"
        };
        var onnx = new Option<string?>("--onnx")
        {
            Description = "Where the pruned network is saved for ONNX Runtime; by default beside the other file, ending in .onnx"
        };
        var checkpoint =
            new Option<string?>("--checkpoint") { Description = "A file that an interrupted run goes on from; written after every epoch" };
        var compute = Computing.Option();
        var device = OptionOf.Word("--device", "Where to compute", "cpu", "cuda");
        var distributed = DistributedOption.Create();

        var root = new RootCommand(
            "Trains a small VGG on Fashion-MNIST, removes 60 % of its filters with HierKD, saves what is left, and loads it back.")
        {
            data, seed, ratio, measure, assistants, teacherEpochs, jointEpochs, fineTuneEpochs, threads, output, report, onnx, checkpoint,
            compute, device, distributed,
        };
        root.SetAction(line => run(new Settings(
            line.GetValue(data) ?? FashionMnist.Bundled, line.GetValue(seed), line.GetValue(ratio), Measures[line.GetValue(measure)!],
            line.GetValue(assistants), line.GetValue(teacherEpochs), line.GetValue(jointEpochs),
            line.GetValue(fineTuneEpochs), line.GetValue(threads), line.GetValue(output)!,
            line.GetValue(report) ?? Path.ChangeExtension(line.GetValue(output)!, ".html"),
            line.GetValue(onnx) ?? Path.ChangeExtension(line.GetValue(output)!, ".onnx"), line.GetValue(checkpoint),
            Computing.Named(line.GetValue(compute)!), line.GetValue(device)!, line.GetValue(distributed))));
        root.Subcommands.Add(MakeSubset());
        return root;
    }

    private static Command MakeSubset()
    {
        var from = new Option<string>("--from") { Description = "Folder with the full files", Required = true };
        var to = new Option<string>("--to") { Description = "Folder to write to", Required = true };
        var train = OptionOf.Number("--train", "Training images", 10_000, least: 640);
        var test = OptionOf.Number("--test", "Test images", 2_000, least: 640);
        var command = new Command(
            "make-subset", "Makes the data that comes with the sample: of each class the first images.") { from, to, train, test };
        command.SetAction(line => Subset.Make(line.GetValue(from)!, line.GetValue(to)!, line.GetValue(train), line.GetValue(test)));
        return command;
    }
}
