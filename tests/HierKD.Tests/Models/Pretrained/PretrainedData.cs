using System.Security.Cryptography;
using HierKD.Models;

namespace HierKD.Tests;

/// <summary>Images and weights that are not part of the repository; tests that need them are skipped where they are not.</summary>
internal static class PretrainedData
{
    private const string Variable = "HIERKD_DATA";

    /// <summary>The folder with CIFAR-10's binary files.</summary>
    public static string Images => Path.Combine(Folder(), "cifar-10-batches-bin");

    /// <summary>A CIFAR ResNet with its pretrained weights, in evaluation mode.</summary>
    public static CifarResNet Network(string name)
    {
        var model = new CifarResNet(blocks: (int.Parse(name["resnet".Length..]) - 2) / 6);
        SafetensorsWeights.Load(model, Path.Combine(Folder(), "pretrained", $"cifar10-{name}.safetensors"));
        model.eval();
        return model;
    }

    /// <summary>The first images of the test set. Predictions hold for certain pixels only, so the test is skipped for others.</summary>
    public static Cifar10 TestImages(int count, string sha256)
    {
        var path = Path.Combine(Images, "test_batch.bin");
        var actual = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path).AsSpan(0, count * 3073)));
        Skip.IfNot(
            string.Equals(actual, sha256, StringComparison.OrdinalIgnoreCase),
            $"'{path}' does not hold the pixels (CIFAR-10, JPEG q75) that the predictions were made for");
        return Cifar10.Test(Images, count);
    }

    private static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Skip.If(string.IsNullOrEmpty(folder), $"there are no images of CIFAR-10 and no pretrained networks here ({Variable} is not set)");
        return folder!;
    }
}
