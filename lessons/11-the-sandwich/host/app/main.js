console.log('harbour');
