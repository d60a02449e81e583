using static TorchSharp.torch;

using var sum = ones(2, 3).sum();
return sum.item<float>() == 6 ? 0 : 1;
