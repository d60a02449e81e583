using System.CommandLine;
using HierKD.Samples;

namespace ImagePairs;

/// <summary>The options, their defaults and descriptions.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<Settings, int> run)
    {
        var data = new Option<string>("--data")
        {
            Description =
            "Folder with Fashion-MNIST's four IDX files, gzip or not; by default the subset that comes with the samples"
        };
        var seed = OptionOf.Number("--seed", "Seed of the split, the weights and the pairs", 1, least: 0);
        var ratio = OptionOf.Between("--ratio", "Fraction of the multiply-adds to remove", 0.7, above: 0, below: 1);
        var originalEpochs = OptionOf.Number("--original-epochs", "Epochs of the network that is to be pruned", 8, least: 1);
        var jointEpochs = OptionOf.Number("--joint-epochs", "Epochs of all levels together, while they shrink", 3, least: 1);
        var fineTuneEpochs = OptionOf.Number("--fine-tune-epochs", "Epochs of the student alone", 8, least: 0);
        var threads = OptionOf.Number("--threads", "Threads of torch; by default one for each core", Environment.ProcessorCount, least: 1);
        var output = new Option<string>(
            "--output")
        { Description = "Where the pruned network is saved", DefaultValueFactory = _ => "image-pairs-small.hierkd" };
        var report = new Option<string?>("--report")
        {
            Description =
            "Where the report is saved, a page for any browser; by default beside the pruned network, ending in .html"
        };
        var compute = Computing.Option();
        var device = OptionOf.Word("--device", "Where to compute", "cpu", "cuda");
        var root = new RootCommand(
            "Prunes a Siamese network, which is called with two images and says whether they show the same kind of clothes.")
        {
            data, seed, ratio, originalEpochs, jointEpochs, fineTuneEpochs, threads, output, report, compute, device,
        };
        root.SetAction(line => run(new Settings(
            line.GetValue(data) ?? FashionMnist.Bundled, line.GetValue(seed), line.GetValue(ratio), line.GetValue(originalEpochs),
            line.GetValue(jointEpochs), line.GetValue(fineTuneEpochs), line.GetValue(threads), line.GetValue(output)!,
            line.GetValue(report) ?? Path.ChangeExtension(line.GetValue(output)!, ".html"),
            Computing.Named(line.GetValue(compute)!), line.GetValue(device)!)));
        return root;
    }
}
