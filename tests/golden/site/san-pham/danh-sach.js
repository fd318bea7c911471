window.OCOP_PRODUCTS=[["DB0001","Trà Shan tuyết","Hợp tác xã chè","Xã Mường Ảng",4,"P/DB0001/index.html",0,"Xã Ẳng Nưa Huyện Mường Ảng"]];
